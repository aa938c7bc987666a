package io.meshwork.transport.kafka;

import io.meshwork.model.event.Event;
import io.meshwork.transport.kafka.batches.StoredBatch;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

/** A whole record batch as a bundle; decoded when somebody asks for single events. */
final class StoredBundle implements Bundle {
  private final SourcePartition partition;
  private final KafkaPosition before;
  private final StoredBatch batch;
  private final BufferSupplier buffers;
  private @Nullable List<Received> events;

  /** From a place that is not behind the batch's first record. */
  StoredBundle(
      SourcePartition partition, KafkaPosition before, StoredBatch batch, BufferSupplier buffers) {
    this.partition = partition;
    this.before = before;
    this.batch = batch;
    this.buffers = buffers;
  }

  StoredBatch batch() {
    return batch;
  }

  @Override
  public SourcePartition partition() {
    return partition;
  }

  @Override
  public Position before() {
    return before.position();
  }

  @Override
  public Position after() {
    return place(batch.lastOffset() + 1).position();
  }

  private KafkaPosition place(long offset) {
    int epoch = batch.leaderEpoch() < 0 ? before.epoch() : batch.leaderEpoch();
    return new KafkaPosition(before.topicId(), offset, epoch);
  }

  @Override
  public int count() {
    return batch.count();
  }

  @Override
  public long bytes() {
    return batch.sizeInBytes();
  }

  @Override
  public long newest() {
    return batch.maxTimestamp();
  }

  @Override
  public Digest digest() {
    return new Digest(count(), spread(batch.fingerprint()));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long spread(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The first begins where the bundle does, the last ends where it ends, whatever was between. */
  @Override
  public List<Received> events() {
    List<Received> known = events;
    if (known == null) {
      known = decode();
      events = known;
    }
    return known;
  }

  private List<Received> decode() {
    List<Long> offsets = new ArrayList<>();
    List<Event> decoded = new ArrayList<>();
    batch.decode(
        buffers,
        (offset, event) -> {
          if (offset >= before.offset()) {
            offsets.add(offset);
            decoded.add(event);
          }
        });
    List<Received> all = new ArrayList<>(decoded.size());
    Position at = before();
    for (int i = 0; i < decoded.size(); i++) {
      Position behind = i == decoded.size() - 1 ? after() : place(offsets.get(i) + 1).position();
      all.add(new Received(partition, at, behind, decoded.get(i)));
      at = behind;
    }
    return List.copyOf(all);
  }
}
