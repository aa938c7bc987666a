package io.meshwork.transport.kafka;

import io.meshwork.local.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What others do with Kafka's own clients, to topics and to the marks themselves. */
record Meddling(KafkaCluster cluster) {
  private static final TopicPartition MARKS = new TopicPartition(Topics.MARKS, 0);

  /** All that a topic is: whoever changes or deletes it changes this. */
  record Snapshot(String id, int partitions, Map<String, String> set, long end) {}

  Snapshot snapshot(String topic) {
    var resource = TopicShelf.config(topic);
    try (Admin admin = cluster.admin()) {
      var described = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
      Map<String, String> set = new TreeMap<>();
      for (ConfigEntry entry :
          get(admin.describeConfigs(List.of(resource)).all()).get(resource).entries()) {
        if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
          set.put(entry.name(), entry.value());
        }
      }
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      IntStream.range(0, described.partitions().size())
          .forEach(one -> ends.put(new TopicPartition(topic, one), OffsetSpec.latest()));
      long end =
          get(admin.listOffsets(ends).all()).values().stream().mapToLong(one -> one.offset()).sum();
      return new Snapshot(described.topicId().toString(), described.partitions().size(), set, end);
    }
  }

  /** Makes a topic and writes an event to it. */
  Snapshot make(String topic, int partitions, Map<String, String> configs) {
    try (Admin admin = cluster.admin()) {
      NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(configs);
      get(admin.createTopics(List.of(wanted)).all());
      Awaitility.await().until(() -> get(admin.listTopics().names()).contains(topic));
    }
    write(topic, "theirs".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[] {1});
    return snapshot(topic);
  }

  void delete(String topic) {
    try (Admin admin = cluster.admin()) {
      get(admin.deleteTopics(List.of(topic)).all());
      Awaitility.await().until(() -> !get(admin.listTopics().names()).contains(topic));
    }
  }

  boolean exists(String topic) {
    try (Admin admin = cluster.admin()) {
      return get(admin.listTopics().names()).contains(topic);
    }
  }

  void write(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    try (var producer =
        new KafkaProducer<>(
            cluster.superSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything in the topic of marks, as it lies there. */
  List<ConsumerRecord<byte[], byte[]>> marks() {
    try (var consumer =
        new KafkaConsumer<>(
            cluster.superSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(MARKS));
      consumer.seekToBeginning(List.of(MARKS));
      long end = consumer.endOffsets(List.of(MARKS)).get(MARKS);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (consumer.position(MARKS) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return all;
    }
  }

  /** The keys of a resource's marks. */
  List<byte[]> keys(String name) {
    Predicate<byte[]> fits = key -> Claim.of(key).orElseThrow().id().name().equals(name);
    return marks().stream().map(ConsumerRecord::key).filter(fits).toList();
  }

  /** The topic of marks made anew with these records, as a backup would bring it back. */
  void restoreMarks(List<ConsumerRecord<byte[], byte[]>> records) {
    remakeMarks(1, "compact");
    records.forEach(one -> write(Topics.MARKS, one.key(), one.value()));
  }

  void remakeMarks(int partitions, String policy) {
    if (exists(Topics.MARKS)) {
      delete(Topics.MARKS);
    }
    try (Admin admin = cluster.admin()) {
      get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic(Topics.MARKS, partitions, (short) 1)
                          .configs(Map.of("cleanup.policy", policy))))
              .all());
      Awaitility.await().until(() -> get(admin.listTopics().names()).contains(Topics.MARKS));
    }
  }

  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
