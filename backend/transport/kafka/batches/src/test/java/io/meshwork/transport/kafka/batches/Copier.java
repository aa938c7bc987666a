package io.meshwork.transport.kafka.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.KafkaCluster;
import io.meshwork.model.event.EventHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.BufferSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Copies topics of a cluster by whole batches, and reads them with Kafka's own consumer. */
record Copier(KafkaCluster cluster) {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BufferSupplier BUFFERS = BufferSupplier.create();

  /** How batches got on. */
  record Counts(int forwarded, int decoded) {}

  /** What readers of a record can tell. */
  record Seen(String key, String value, List<String> headers, long timestamp) {}

  TopicPartition topic(Map<String, String> config) {
    String name = "copy-" + UUID.randomUUID();
    try (Admin admin = cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(config))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
    return new TopicPartition(name, 0);
  }

  Uuid id(TopicPartition of) {
    return Awaitility.await()
        .until(
            () -> {
              try (Admin admin = cluster.admin()) {
                return admin
                    .describeTopics(List.of(of.topic()))
                    .allTopicNames()
                    .get()
                    .get(of.topic())
                    .topicId();
              } catch (ExecutionException e) {
                return Uuid.ZERO_UUID;
              }
            },
            found -> !found.equals(Uuid.ZERO_UUID));
  }

  Wire wire(String client) {
    Map<String, Object> config = new HashMap<>(cluster.superSettings());
    config.put("client.id", client);
    config.put("request.timeout.ms", 5000);
    return new Wire(config);
  }

  BatchWriter writer(@Nullable String transactionalId) {
    return new BatchWriter(wire("writer"), transactionalId, PATIENCE);
  }

  BatchWriter writer(boolean secondKind) {
    String id = "kind-" + UUID.randomUUID();
    return secondKind ? writer(id) : BatchWriter.ofFirstKind(wire("writer"), id, PATIENCE);
  }

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(cluster.superSettings());
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** From a place until there is nothing more, in one commit. */
  Counts copy(Wanted from, TopicPartition to, BatchWriter writer) {
    int forwarded = 0;
    int decoded = 0;
    for (StoredBatch batch : fetch(from)) {
      if (batch.canBeForwarded() && batch.baseOffset() >= from.offset()) {
        writer.forward(to, batch);
        forwarded++;
      } else {
        batch.decode(
            BUFFERS,
            (offset, event) -> {
              if (offset >= from.offset()) {
                writer.write(to, event, event.size() + 100, 1 << 20);
              }
            });
        decoded++;
      }
    }
    writer.commit();
    return new Counts(forwarded, decoded);
  }

  /**
   * The same with the records of all batches put together with others; returns how many batches.
   */
  int merge(Wanted from, TopicPartition to, BatchWriter writer) {
    int merged = 0;
    for (StoredBatch batch : fetch(from)) {
      assertThat(batch.canBeMerged()).isTrue();
      long[] hashes = {0};
      batch.decode(BUFFERS, (_, event) -> hashes[0] += EventHash.of(event));
      assertThat(writer.merge(to, batch, 1 << 20).hashes()).isEqualTo(hashes[0]);
      merged++;
    }
    writer.commit();
    return merged;
  }

  /** All committed batches behind a place. */
  List<StoredBatch> fetch(Wanted from) {
    List<StoredBatch> all = new ArrayList<>();
    try (Wire wire = wire("reader")) {
      Fetcher fetcher = new Fetcher(wire, 4 << 20);
      wire.interest(Set.of(from.partition().topic()));
      Wanted[] place = {from};
      boolean[] done = {false};
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                fetcher.ask(() -> List.of(place[0]));
                for (Fetched each : fetcher.poll(100)) {
                  if (each instanceof Fetched.Gone) {
                    continue;
                  }
                  assertThat(each).isInstanceOf(Fetched.Data.class);
                  var data = (Fetched.Data) each;
                  all.addAll(data.batches());
                  place[0] =
                      new Wanted(from.partition(), from.topicId(), data.next(), data.epoch());
                  done[0] = data.next() >= data.stable();
                }
                return done[0];
              });
    }
    return all;
  }

  List<Seen> seen(TopicPartition of) {
    Map<String, Object> config = new HashMap<>(cluster.superSettings());
    config.put("isolation.level", "read_committed");
    List<Seen> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(of));
      consumer.seekToBeginning(List.of(of));
      long end = consumer.endOffsets(List.of(of)).get(of);
      while (consumer.position(of) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          List<String> headers = new ArrayList<>();
          record.headers().forEach(each -> headers.add(each.key() + "=" + text(each.value())));
          all.add(new Seen(text(record.key()), text(record.value()), headers, record.timestamp()));
        }
      }
    }
    return all;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : "\"" + HexFormat.of().formatHex(bytes) + "\"";
  }
}
