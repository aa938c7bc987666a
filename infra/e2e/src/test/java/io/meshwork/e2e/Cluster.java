package io.meshwork.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One Kafka cluster of the world, seen by its super user, past Meshwork. */
final class Cluster {
  private static final String MODULE =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";
  private final RunningWorld world;
  private final String region;

  Cluster(RunningWorld world, String region) {
    this.world = world;
    this.region = region;
  }

  Map<String, Object> settings() {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + world.port("kafka-" + region),
            "security.protocol",
            "SASL_PLAINTEXT",
            SaslConfigs.SASL_MECHANISM,
            "SCRAM-SHA-512",
            SaslConfigs.SASL_JAAS_CONFIG,
            "%s username=\"mesh\" password=\"%s\";"
                .formatted(MODULE, world.secret("kafka-" + region))));
  }

  Admin admin() {
    return Admin.create(settings());
  }

  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** A topic's configuration, defaults included. */
  Map<String, String> configuration(Admin admin, String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> all = new TreeMap<>();
    get(admin.describeConfigs(List.of(resource)).all())
        .get(resource)
        .entries()
        .forEach(entry -> all.put(entry.name(), entry.value()));
    return all;
  }

  /** Every committed record of a topic, up to the end that it has now. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> settings = settings();
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
