package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads control topics. Invariant of {@link #through}: every transaction that had written to the
 * partitions when it was called has ended by its return, and all that was committed has been read;
 * {@code read_committed} alone would stop before the first transaction that is still open.
 */
record PositionLog(Connection connection, Admin admin) {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** A position and when it was written. */
  private record Noted(Position position, long at) {
    /** Of one topic the higher offset; of a topic made anew in between, what was written later. */
    Noted further(Noted other) {
      KafkaPosition mine = KafkaPosition.of(position);
      KafkaPosition its = KafkaPosition.of(other.position);
      boolean ahead =
          mine.topicId().equals(its.topicId()) ? mine.offset() >= its.offset() : at >= other.at;
      return ahead ? this : other;
    }
  }

  /** What partitions of control topics hold now. */
  static final class Contents {
    private final Map<LinkPartition, Noted> noted = new HashMap<>();
    private final Map<ByteBuffer, Integer> owners = new HashMap<>();
    private final Map<ByteBuffer, String> holders = new HashMap<>();

    private void add(ConsumerRecord<byte[], byte[]> record) {
      byte[] key = record.key();
      byte[] value = record.value();
      if (key == null || value == null) {
        return;
      }
      Optional<LinkPartition> of = SlotRecords.linkPartition(key);
      if (of.isPresent()) {
        SlotRecords.position(value)
            .ifPresent(position -> noted.put(of.get(), new Noted(position, record.timestamp())));
      } else if (SlotRecords.isLane(key)) {
        holders.put(ByteBuffer.wrap(key), SlotRecords.holder(value));
      } else {
        owners.put(ByteBuffer.wrap(key), SlotRecords.slots(value));
      }
    }

    Map<LinkPartition, Position> positions() {
      Map<LinkPartition, Position> positions = new HashMap<>();
      noted.forEach((of, one) -> positions.put(of, one.position));
      return positions;
    }

    /** Takes in what another partition holds; of a key in both, the furthest position. */
    void merge(Contents other, Predicate<LinkPartition> wanted) {
      other.noted.forEach(
          (of, one) -> {
            if (wanted.test(of)) {
              noted.merge(of, one, Noted::further);
            }
          });
      owners.putAll(other.owners);
      holders.putAll(other.holders);
    }

    /** For how many slots this id's partition held all positions, 0: never used. */
    int slotsOf(String transactionalId) {
      return owners.getOrDefault(ByteBuffer.wrap(SlotRecords.ownerKey(transactionalId)), 0);
    }

    /** Who holds the lane of this id now, or did last; empty: it was never used. */
    String holderOf(String transactionalId) {
      return holders.getOrDefault(ByteBuffer.wrap(SlotRecords.laneKey(transactionalId)), "");
    }
  }

  /** To the very end, waiting for open transactions. */
  Contents through(Collection<TopicPartition> partitions) {
    return read(partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  /** As far as is committed at this moment. */
  Contents committed(Collection<TopicPartition> partitions) {
    return read(partitions, IsolationLevel.READ_COMMITTED);
  }

  private Contents read(Collection<TopicPartition> partitions, IsolationLevel until) {
    Map<TopicPartition, Long> ends = ends(partitions, until);
    // One at a time: of a key that lies in two partitions, the furthest position holds.
    Map<TopicPartition, Contents> each = new HashMap<>();
    scan(ends, record -> each.computeIfAbsent(of(record), _ -> new Contents()).add(record));
    Contents all = new Contents();
    each.values().forEach(one -> all.merge(one, _ -> true));
    return all;
  }

  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
    return offsets(
        partitions.stream().collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest())),
        isolation);
  }

  Map<TopicPartition, Long> offsets(
      Map<TopicPartition, OffsetSpec> asked, IsolationLevel isolation) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (!asked.isEmpty()) {
      connection
          .await("reading ends", admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
          .forEach((partition, info) -> offsets.put(partition, info.offset()));
    }
    return offsets;
  }

  private void scan(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    if (ends.isEmpty()) {
      return;
    }
    var consumer = connection.catchingUp("positions", Map.of());
    try {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long limit = System.nanoTime() + connection.timeout().toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > limit) {
          throw new TimeoutException(
              "%s could not be read to the end, for a transaction there is still open"
                  .formatted(ends.keySet()));
        }
        consumer.poll(STEP).forEach(taker);
      }
    } catch (KafkaException e) {
      throw connection.errors().of("reading positions", e);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  private static TopicPartition of(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
