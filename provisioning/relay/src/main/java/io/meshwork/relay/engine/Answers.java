package io.meshwork.relay.engine;

import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the target has answered for events of one link and source partition that are not committed
 * yet, for when they are read again. Invariant: what is done is durable at the target, and nothing
 * of its key that is still to be written comes before it. One thread, one after the other.
 */
final class Answers {
  /**
   * That an event is written and must not be again.
   *
   * @param key the event's: what lies at a position may be compacted away and leave it to another
   * @param at about where it is, {@code null}: it was there before
   * @param letter whether its dead letter is written, not the event
   */
  record Done(@Nullable ByteBuffer key, Crossing.@Nullable TargetRange at, boolean letter) {}

  private final Map<Position, Refusal> refused = new HashMap<>();
  private final Set<Position> refusedWhole = new HashSet<>();
  private final Map<Position, Done> done = new HashMap<>();

  /** Until where transactions came that were not committed; nothing is known of what is behind. */
  private final Set<Position> ends = new HashSet<>();

  private @Nullable Position putOff;
  private long move;

  /** The event that begins here is refused for good, whenever it is read again. */
  void refused(Position before, Refusal refusal) {
    refused.put(before, refusal);
  }

  /** Whether and why the event that begins here is refused for good, {@code null}: it is not. */
  @Nullable Refusal refusalAt(Position before) {
    return refused.isEmpty() ? null : refused.get(before);
  }

  /** The bundle that begins here is not taken whole; its events may be. */
  void refusedWhole(Position before) {
    refusedWhole.add(before);
  }

  boolean isRefusedWhole(Position before) {
    return refusedWhole.contains(before);
  }

  /** The event is written. */
  void done(Received received, Crossing.@Nullable TargetRange at, boolean letter) {
    done.put(received.after(), new Done(key(received), at, letter));
  }

  /** What is written of the event, {@code null}: nothing. */
  @Nullable Done of(Received received) {
    if (done.isEmpty()) {
      return null;
    }
    Done found = done.get(received.after());
    return found != null && Objects.equals(found.key, key(received)) ? found : null;
  }

  private static @Nullable ByteBuffer key(Received received) {
    byte[] key = received.event().key();
    return key == null ? null : ByteBuffer.wrap(key);
  }

  /** The first event of a transaction that was put off begins here. */
  void putOff(@Nullable Position before) {
    putOff = before;
  }

  /** Whether all before this event is written, as far as is known, but not this one. */
  boolean isPutOff(Position before) {
    return before.equals(putOff);
  }

  /** Whether something is known of single events. */
  boolean isOfSingles() {
    return !refused.isEmpty() || !done.isEmpty();
  }

  private boolean isEmpty() {
    return !isOfSingles() && refusedWhole.isEmpty() && putOff == null;
  }

  /** A transaction that came until here was not committed. */
  void rolledBack(Position reached) {
    if (!isEmpty()) {
      ends.add(reached);
    }
  }

  /** Forgets what will not be read again. */
  void committed(SourcePartition partition, Position committed, SourceLook look) {
    if (isEmpty()) {
      return;
    }
    ends.removeIf(end -> !look.isBefore(partition, committed, end));
    if (ends.isEmpty()) {
      clear();
    } else {
      done.keySet().removeIf(after -> !look.isBefore(partition, committed, after));
    }
  }

  /** What was written was so before this move, after which it is to be written again. */
  void moved(long number) {
    if (move != number) {
      clear();
      move = number;
    }
  }

  /** Nothing of it holds any longer. */
  void clear() {
    refused.clear();
    refusedWhole.clear();
    done.clear();
    ends.clear();
    putOff = null;
  }
}
