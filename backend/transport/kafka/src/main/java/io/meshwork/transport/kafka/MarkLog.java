package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.ResourceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The ownership marks of a cluster: the compacted topic {@code _meshwork}, one partition, shared by
 * all installations. Invariant: what {@link #read} returns is the last mark of each resource that
 * had been written when it was called. Several deployers may write; who needs to know that its mark
 * holds looks at what {@link #write} returns. One thread.
 */
final class MarkLog implements AutoCloseable {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.MARKS, 0);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final Admin admin;
  private final Map<ResourceId, Mark> marks = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private @Nullable Uuid topicId;

  MarkLog(Connection connection, Admin admin) {
    this.connection = connection;
    this.admin = admin;
  }

  /** All marks, the last one of each resource. */
  Map<ResourceId, Mark> read() {
    Uuid found = find();
    if (!java.util.Objects.equals(found, topicId)) {
      close();
      marks.clear();
      topicId = found;
    }
    if (found == null) {
      return Map.of();
    }
    try {
      follow(reader());
    } catch (KafkaException e) {
      close();
      topicId = null;
      throw connection.errors().of("reading ownership marks", e);
    }
    return Map.copyOf(marks);
  }

  /**
   * Writes marks and reads them back.
   *
   * @return those for which another deployer's mark came later
   */
  Set<ResourceId> write(Map<ResourceId, Mark> written) {
    if (written.isEmpty()) {
      return Set.of();
    }
    ensureTopic();
    send(written);
    Map<ResourceId, Mark> now = read();
    Set<ResourceId> lost = new HashSet<>();
    written.forEach(
        (id, mark) -> {
          if (!mark.equals(now.get(id))) {
            lost.add(id);
          }
        });
    return lost;
  }

  private void send(Map<ResourceId, Mark> written) {
    try {
      KafkaProducer<byte[], byte[]> writer = writer();
      List<Future<?>> sent = new ArrayList<>();
      written.forEach(
          (id, mark) ->
              sent.add(
                  writer.send(
                      new ProducerRecord<>(
                          PARTITION.topic(), PARTITION.partition(), key(id), mark.bytes()))));
      writer.flush();
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (InterruptedException e) {
      throw connection.interrupted("writing ownership marks", e);
    } catch (ExecutionException | KafkaException e) {
      close();
      throw connection.errors().of("writing ownership marks", e);
    }
  }

  private @Nullable Uuid find() {
    var described = admin.describeTopics(List.of(Topics.MARKS));
    var future = described.topicNameValues().get(Topics.MARKS);
    Throwable fault = future == null ? null : connection.fault(future);
    if (fault instanceof UnknownTopicOrPartitionException || future == null) {
      return null;
    }
    return connection.await("reading ownership marks", future).topicId();
  }

  private void ensureTopic() {
    if (find() != null) {
      return;
    }
    short replicas = connection.settings().replicationFactor();
    NewTopic topic =
        new NewTopic(
                Topics.MARKS,
                Optional.of(1),
                replicas < 0 ? Optional.empty() : Optional.of(replicas))
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    var made = admin.createTopics(List.of(topic)).all();
    Throwable fault = connection.fault(made);
    if (fault != null && !(fault instanceof TopicExistsException)) {
      throw connection.errors().of("making topic '" + Topics.MARKS + "'", fault);
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> from) {
    long end = from.endOffsets(Set.of(PARTITION)).getOrDefault(PARTITION, 0L);
    long limit = System.nanoTime() + connection.timeout().toNanos();
    while (from.position(PARTITION) < end) {
      for (var entry : from.poll(STEP)) {
        ResourceId id = id(entry.key());
        Mark mark = entry.value() == null ? null : Mark.of(entry.value());
        if (id != null && mark != null) {
          marks.put(id, mark);
        } else if (id != null && entry.value() == null) {
          marks.remove(id);
        }
      }
      if (System.nanoTime() > limit) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "topic '%s' could not be read to its end".formatted(Topics.MARKS));
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> reader() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open =
          connection.consumer(
              "marks", Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
      open.assign(List.of(PARTITION));
      open.seekToBeginning(List.of(PARTITION));
      consumer = open;
    }
    return open;
  }

  private KafkaProducer<byte[], byte[]> writer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      open = connection.producer("marks", Map.of());
      producer = open;
    }
    return open;
  }

  private static byte[] key(ResourceId id) {
    return (id.kind() + "/" + id.name()).getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable ResourceId id(byte @Nullable [] key) {
    if (key == null) {
      return null;
    }
    String text = new String(key, StandardCharsets.UTF_8);
    int end = text.indexOf('/');
    return end < 0 ? null : new ResourceId(text.substring(0, end), text.substring(end + 1));
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
      consumer = null;
      marks.clear();
    }
    if (producer != null) {
      producer.close(CLOSE_LIMIT);
      producer = null;
    }
  }
}
