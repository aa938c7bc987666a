package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The ownership marks of a cluster: the compacted topic {@code _meshwork}, one partition, shared by
 * all installations. Invariant: what {@link #read} returns is the last mark of each claim that had
 * been written when it was called. Many deployers may write: each claim has one writer. A topic
 * that could lose marks is refused. One thread.
 */
final class MarkLog implements AutoCloseable {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.MARKS, 0);
  private static final String READING = "reading ownership marks";
  private static final String WRITING = "writing ownership marks";
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final Admin admin;
  private final Map<Claim, Marks.Line> lines = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private @Nullable Uuid topicId;
  private long start;

  MarkLog(Connection connection, Admin admin) {
    this.connection = connection;
    this.admin = admin;
  }

  /** All marks, the last one of each claim. */
  Marks read() {
    Uuid found = find();
    if (!Objects.equals(found, topicId)) {
      close();
      topicId = found;
    }
    if (found == null) {
      return Marks.NONE;
    }
    try {
      return follow();
    } catch (OffsetOutOfRangeException _) {
      // Others have cut the log off; what is left begins later.
      close();
    } catch (KafkaException e) {
      close();
      throw connection.errors().of(READING, e);
    }
    try {
      Marks marks = follow();
      topicId = found;
      return marks;
    } catch (KafkaException e) {
      close();
      throw connection.errors().of(READING, e);
    }
  }

  /** Writes marks, withdraws claims, and reads all back. */
  Marks write(Map<Claim, Mark> written, Set<Claim> withdrawn) {
    if (!written.isEmpty() || !withdrawn.isEmpty()) {
      ensureTopic();
      Map<Claim, Optional<Mark>> records = new HashMap<>();
      withdrawn.forEach(claim -> records.put(claim, Optional.empty()));
      written.forEach((claim, mark) -> records.put(claim, Optional.of(mark)));
      send(records);
    }
    return read();
  }

  private void send(Map<Claim, Optional<Mark>> records) {
    try {
      KafkaProducer<byte[], byte[]> writer = writer();
      List<Future<?>> sent = new ArrayList<>();
      records.forEach((claim, mark) -> sent.add(writer.send(record(claim, mark))));
      writer.flush();
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (InterruptedException e) {
      throw connection.interrupted(WRITING, e);
    } catch (ExecutionException | KafkaException e) {
      close();
      throw connection.errors().of(WRITING, e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Claim claim, Optional<Mark> mark) {
    return new ProducerRecord<>(
        PARTITION.topic(), PARTITION.partition(), claim.key(), mark.map(Mark::bytes).orElse(null));
  }

  /** The topic's id; {@code null} when it is not there. */
  private @Nullable Uuid find() {
    var config = TopicShelf.config(Topics.MARKS);
    var described =
        Objects.requireNonNull(
            admin.describeTopics(List.of(Topics.MARKS)).topicNameValues().get(Topics.MARKS));
    var configured =
        Objects.requireNonNull(admin.describeConfigs(List.of(config)).values().get(config));
    for (var future : List.of(described, configured)) {
      if (connection.fault(future) instanceof UnknownTopicOrPartitionException) {
        return null;
      }
    }
    var topic = connection.await(READING, described);
    var policy =
        connection.await(READING, configured).get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
      throw refused(
          "has cleanup.policy=%s, so that marks of what Meshwork made get lost. Set cleanup.policy=compact; what has lost its mark by then can be adopted"
              .formatted(policy));
    }
    if (topic.partitions().size() != 1) {
      throw refused(
          "has %d partitions, so that marks have no order; Meshwork makes it with one. Have it deleted, then adopt what Meshwork made"
              .formatted(topic.partitions().size()));
    }
    return topic.topicId();
  }

  private MeshException refused(String why) {
    return new MeshException(
        TransportError.BROKER_REFUSED,
        "Broker '%s': topic '%s', which holds the ownership marks, %s."
            .formatted(connection.access().broker(), Topics.MARKS, why));
  }

  private void ensureTopic() {
    if (topicId != null || find() != null) {
      return;
    }
    short replicas = connection.settings().replicationFactor();
    NewTopic topic =
        new NewTopic(
                Topics.MARKS,
                Optional.of(1),
                replicas < 0 ? Optional.empty() : Optional.of(replicas))
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    Throwable fault = connection.fault(admin.createTopics(List.of(topic)).all());
    if (fault != null && !(fault instanceof TopicExistsException)) {
      throw connection.errors().of("making topic '" + Topics.MARKS + "'", fault);
    }
    // Brokers learn of it a moment later, and nobody may take its marks for lost till then.
    long limit = System.nanoTime() + connection.timeout().toNanos();
    while (find() == null && System.nanoTime() < limit) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private Marks follow() {
    KafkaConsumer<byte[], byte[]> from = reader();
    long end = from.endOffsets(Set.of(PARTITION)).getOrDefault(PARTITION, 0L);
    long limit = System.nanoTime() + connection.timeout().toNanos();
    while (from.position(PARTITION) < end) {
      for (var entry : from.poll(STEP)) {
        Claim.of(entry.key()).ifPresent(claim -> take(claim, entry.value(), entry.offset()));
      }
      if (System.nanoTime() > limit) {
        throw new TimeoutException(
            "topic '%s' could not be read to its end".formatted(Topics.MARKS));
      }
    }
    String loss =
        start == 0 ? null : "topic '%s' has lost its first %d marks".formatted(Topics.MARKS, start);
    return Marks.of(lines.values(), loss);
  }

  private void take(Claim claim, byte @Nullable [] value, long offset) {
    Word word = value == null ? null : Mark.read(value);
    if (word == null || (word instanceof Mark mark && mark.state() == Mark.State.DELETED)) {
      lines.remove(claim);
    } else {
      lines.put(claim, new Marks.Line(claim, word, offset));
    }
  }

  private KafkaConsumer<byte[], byte[]> reader() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      lines.clear();
      open =
          connection.catchingUp(
              "marks", Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
      consumer = open;
      open.assign(List.of(PARTITION));
      open.seekToBeginning(List.of(PARTITION));
      start = open.position(PARTITION);
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

  /** Closes the clients; whoever reads next begins at the beginning. */
  @Override
  public void close() {
    topicId = null;
    lines.clear();
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
      consumer = null;
    }
    if (producer != null) {
      producer.close(CLOSE_LIMIT);
      producer = null;
    }
  }
}
