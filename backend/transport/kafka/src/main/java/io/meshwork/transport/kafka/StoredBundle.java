package io.meshwork.transport.kafka;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.EventHash;
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

/**
 * Whole record batches, one after the other, as a bundle; decoded when somebody asks for single
 * events.
 */
final class StoredBundle implements Bundle {
  private final SourcePartition partition;
  private final KafkaPosition before;
  private final List<StoredBatch> batches;
  private final BufferSupplier buffers;
  private @Nullable List<Received> events;

  /** From a place that is not behind the first record; at least one batch. */
  StoredBundle(
      SourcePartition partition,
      KafkaPosition before,
      List<StoredBatch> batches,
      BufferSupplier buffers) {
    this.partition = partition;
    this.before = before;
    this.batches = List.copyOf(batches);
    this.buffers = buffers;
  }

  List<StoredBatch> batches() {
    return batches;
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
    return place(batches.getLast(), batches.getLast().lastOffset() + 1).position();
  }

  private KafkaPosition place(StoredBatch batch, long offset) {
    int epoch = batch.leaderEpoch() < 0 ? before.epoch() : batch.leaderEpoch();
    return new KafkaPosition(before.topicId(), offset, epoch);
  }

  @Override
  public int count() {
    return batches.stream().mapToInt(StoredBatch::count).sum();
  }

  @Override
  public long bytes() {
    return batches.stream().mapToLong(StoredBatch::sizeInBytes).sum();
  }

  @Override
  public long newest() {
    return batches.stream().mapToLong(StoredBatch::maxTimestamp).max().orElseThrow();
  }

  @Override
  public Digest digest() {
    return batches.stream()
        .map(batch -> new Digest(batch.count(), EventHash.spread(batch.fingerprint())))
        .reduce(Digest.NONE, Digest::plus);
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
    List<Position> behind = new ArrayList<>();
    List<Event> decoded = new ArrayList<>();
    for (StoredBatch batch : batches) {
      batch.decode(
          buffers,
          (offset, event) -> {
            if (offset >= before.offset()) {
              behind.add(place(batch, offset + 1).position());
              decoded.add(event);
            }
          });
    }
    List<Received> all = new ArrayList<>(decoded.size());
    Position at = before();
    for (int i = 0; i < decoded.size(); i++) {
      Position next = i == decoded.size() - 1 ? after() : behind.get(i);
      all.add(new Received(partition, at, next, decoded.get(i)));
      at = next;
    }
    return List.copyOf(all);
  }
}
