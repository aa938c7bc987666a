package io.meshwork.transport.memory;

import io.meshwork.model.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition: entries at consecutive offsets. Invariant: readers see exactly the events below
 * the first open transaction whose own transaction, if any, has committed. The end of a transaction
 * takes an offset of its own, which no reader sees.
 */
final class PartitionLog {
  /** An event, or the end of a transaction where it is {@code null}. */
  record Entry(
      long offset, @Nullable Event event, @Nullable Transaction transaction, long appendedAt) {
    @Nullable Event visible() {
      return transaction == null || transaction.isCommitted() ? event : null;
    }

    long size() {
      return event == null ? 0 : event.size();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Transaction, Long> open = new LinkedHashMap<>();
  private long start;
  private long bytes;
  private boolean transactional;

  long start() {
    return start;
  }

  long end() {
    return start + entries.size();
  }

  /** Where readers of committed events stop for now. */
  long stableEnd() {
    return open.values().stream().mapToLong(Long::longValue).min().orElse(end());
  }

  long append(Event event, @Nullable Transaction transaction, long now) {
    long offset = end();
    if (transaction != null) {
      transactional = true;
      open.putIfAbsent(transaction, offset);
      transaction.touch(this);
    }
    entries.add(new Entry(offset, event, transaction, now));
    bytes += event.size();
    return offset;
  }

  void mark(Transaction ended, long now) {
    open.remove(ended);
    entries.add(new Entry(end(), null, ended, now));
  }

  Entry at(long offset) {
    return entries.get(Math.toIntExact(offset - start));
  }

  /** The first visible event at or after the time, else the end for readers. */
  long offsetAt(Instant time) {
    return first(event -> event.timestamp() >= time.toEpochMilli());
  }

  /** How many events a reader sees from one offset to before another. */
  long visible(long from, long until) {
    long first = Math.max(from, start);
    long last = Math.min(until, stableEnd());
    if (!transactional) {
      return Math.max(0, last - first);
    }
    long count = 0;
    for (long offset = first; offset < last; offset++) {
      count += at(offset).visible() == null ? 0 : 1;
    }
    return count;
  }

  /** Drops what lies before the offset, as far as no transaction needs it. */
  void dropBefore(long offset) {
    int count = Math.toIntExact(Math.clamp(offset, start, stableEnd()) - start);
    List<Entry> dropped = entries.subList(0, count);
    bytes -= dropped.stream().mapToLong(Entry::size).sum();
    dropped.clear();
    start += count;
  }

  /** Drops what is older or more than it may keep. */
  void expire(long appendedBefore, long maxBytes) {
    long keep = start;
    long size = bytes;
    while (keep < end() && (at(keep).appendedAt() < appendedBefore || size > maxBytes)) {
      size -= at(keep).size();
      keep++;
    }
    if (keep > start) {
      dropBefore(keep);
    }
  }

  /** As a backup holds it: what was open is aborted. */
  PartitionLog copy() {
    PartitionLog copy = new PartitionLog();
    copy.start = start;
    copy.bytes = bytes;
    copy.transactional = transactional;
    Transaction aborted = Transaction.aborted();
    for (Entry entry : entries) {
      Transaction transaction = entry.transaction();
      copy.entries.add(
          transaction != null && transaction.isOpen()
              ? new Entry(entry.offset(), entry.event(), aborted, entry.appendedAt())
              : entry);
    }
    return copy;
  }

  private long first(Predicate<Event> wanted) {
    long last = stableEnd();
    for (long offset = start; offset < last; offset++) {
      Event event = at(offset).visible();
      if (event != null && wanted.test(event)) {
        return offset;
      }
    }
    return last;
  }
}
