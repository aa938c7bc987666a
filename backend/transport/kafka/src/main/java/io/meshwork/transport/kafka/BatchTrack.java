package io.meshwork.transport.kafka;

import io.meshwork.transport.kafka.batches.Fetched;
import io.meshwork.transport.kafka.batches.StoredBatch;
import io.meshwork.transport.kafka.batches.Wanted;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

/** A partition of which whole batches are held, and of one that did not fit the rest. */
final class BatchTrack extends Track {
  /** Of small batches, so many bytes make one bundle. */
  private static final long TOGETHER = 64 << 10;

  private final SourceLimits limits;
  private final BufferSupplier buffers;
  private final Deque<StoredBatch> held = new ArrayDeque<>();
  private final Deque<Received> rest = new ArrayDeque<>();
  private long heldBytes;
  private long stable = -1;

  BatchTrack(
      SourcePartition partition, StartPosition start, SourceLimits limits, BufferSupplier buffers) {
    super(partition, start);
    this.limits = limits;
    this.buffers = buffers;
  }

  /** What to fetch next. */
  Wanted wanted() {
    KafkaPosition place = fetchPlace();
    return new Wanted(topicPartition(), place.topicId(), place.offset(), place.epoch());
  }

  /** Takes in what was fetched from there, unless something else is wanted by now. */
  void hold(Fetched.Data data) {
    held.addAll(data.batches());
    data.batches().forEach(each -> heldBytes += each.sizeInBytes());
    stable = data.stable();
    fetchedTo(
        new OffsetAndMetadata(
            data.next(), data.epoch() < 0 ? Optional.empty() : Optional.of(data.epoch()), ""));
  }

  long heldBytes() {
    return heldBytes;
  }

  /** Events between here and the newest committed one, below 0: not known. */
  long lag() {
    return stable < 0 ? -1 : Math.max(0, stable - place().offset());
  }

  @Override
  boolean isHolding() {
    return !held.isEmpty() || !rest.isEmpty();
  }

  @Override
  void drop() {
    held.clear();
    rest.clear();
    heldBytes = 0;
    stable = -1;
  }

  @Override
  @Nullable Bundle take(int mostEvents, long mostBytes, boolean first) {
    while (rest.isEmpty() && !held.isEmpty()) {
      StoredBatch batch = held.element();
      boolean whole = batch.isWhole() && batch.baseOffset() >= place().offset();
      if (whole && batch.count() <= mostEvents && batch.sizeInBytes() <= mostBytes) {
        return whole(mostEvents, mostBytes);
      }
      boolean fitsLater =
          whole && batch.count() <= limits.maxEvents() && batch.sizeInBytes() <= limits.maxBytes();
      if (fitsLater || !first) {
        return null;
      }
      slice(batch);
    }
    return rest.isEmpty() ? null : part(mostEvents, mostBytes, first);
  }

  /** The first that is held; where it is small, with those small ones behind it that fit. */
  private Bundle whole(int mostEvents, long mostBytes) {
    List<StoredBatch> taken = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    StoredBatch next = held.peek();
    while (next != null
        && (taken.isEmpty()
            || (isSmall(next)
                && isSmall(taken.getFirst())
                && events + next.count() <= mostEvents
                && bytes + next.sizeInBytes() <= Math.min(mostBytes, TOGETHER)))) {
      held.remove();
      taken.add(next);
      events += next.count();
      bytes += next.sizeInBytes();
      next = held.peek();
    }
    heldBytes -= bytes;
    Bundle bundle = new StoredBundle(partition(), place(), taken, buffers);
    advance(taken.getLast().lastOffset() + 1, taken.getLast().leaderEpoch());
    return bundle;
  }

  private static boolean isSmall(StoredBatch batch) {
    return batch.isWhole() && batch.sizeInBytes() < BatchSlotSink.LEAST_FORWARDED;
  }

  private void slice(StoredBatch batch) {
    held.remove();
    heldBytes -= batch.sizeInBytes();
    rest.addAll(new StoredBundle(partition(), place(), List.of(batch), buffers).events());
  }

  private @Nullable Bundle part(int mostEvents, long mostBytes, boolean first) {
    List<Received> taken = new ArrayList<>();
    long bytes = 0;
    while (!rest.isEmpty()) {
      Received next = rest.element();
      boolean fits = taken.size() < mostEvents && bytes + next.event().size() <= mostBytes;
      if (!fits && !(first && taken.isEmpty())) {
        break;
      }
      taken.add(rest.remove());
      bytes += next.event().size();
    }
    if (taken.isEmpty()) {
      return null;
    }
    KafkaPosition reached = KafkaPosition.of(taken.getLast().after());
    advance(reached.offset(), reached.epoch());
    return Bundle.of(taken);
  }
}
