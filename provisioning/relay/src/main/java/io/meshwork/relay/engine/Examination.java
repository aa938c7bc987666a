package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Crossing.TargetRange;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a target's answers mean for the writes of one transaction. One thread. */
final class Examination {
  /** An event is refused for good. */
  interface Refusing {
    void refuse(Cursor cursor, Received received, String reason);
  }

  /** What has to stay in order at the target: a partition, or where keys decide, a key. */
  private record Order(
      ChannelAddress channel, @Nullable Integer partition, @Nullable ByteBuffer key) {}

  private final Refusing refusing;
  private final List<Written> writes;
  private final List<@Nullable WriteOutcome> outcomes = new ArrayList<>();
  private final Set<Cursor> failing = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Postponed postponed;

  /** The sink answers for what it was given; what was written before is not among it. */
  Examination(List<Written> writes, List<WriteOutcome> answers, Refusing refusing) {
    this.writes = writes;
    this.refusing = refusing;
    Iterator<WriteOutcome> next = answers.iterator();
    writes.forEach(each -> outcomes.add(each instanceof Written.Before ? null : next.next()));
    examine();
  }

  /** Why the transaction cannot be committed, {@code null}: it can. */
  @Nullable Postponed postponed() {
    return postponed;
  }

  /** Whether all that was written for the cursor is stored. */
  boolean isWell(Cursor cursor) {
    return !failing.contains(cursor);
  }

  private void examine() {
    Set<LinkId> failed = new HashSet<>();
    Set<LinkId> well = new HashSet<>();
    Postponed worst = null;
    for (int i = 0; i < writes.size(); i++) {
      Written each = writes.get(i);
      Postponed fault = examine(each, outcomes.get(i));
      LinkId link = each.cursor().route().id();
      if (fault == null) {
        well.add(link);
      } else {
        failed.add(link);
        failing.add(each.cursor());
        worst = worst == null || fault.after().isZero() ? fault : worst;
      }
    }
    if (worst != null) {
      well.removeAll(failed);
      postponed = new Postponed(failed, well, worst.after(), worst.reason());
    }
  }

  private @Nullable Postponed examine(Written each, @Nullable WriteOutcome outcome) {
    Cursor cursor = each.cursor();
    return switch (outcome) {
      case null -> {
        if (each instanceof Written.Before(_, var event, Answers.Done done) && !done.letter()) {
          cursor.stored(event, done.at());
        }
        yield null;
      }
      case WriteOutcome.Stored stored -> {
        if (each instanceof Written.One one) {
          cursor.stored(one.received().event(), stored);
        }
        yield null;
      }
      case WriteOutcome.Duplicate() -> {
        if (each instanceof Written.One one) {
          cursor.countPassed(one.received().event());
        }
        yield null;
      }
      case WriteOutcome.StoredWhole stored -> {
        if (!(each instanceof Written.Whole whole)) {
          throw new IllegalStateException("The sink speaks of a bundle; it was given an event.");
        }
        cursor.stored(whole.bundle(), stored);
        yield null;
      }
      case WriteOutcome.StoredInPart part -> examine(each, part.rest());
      case WriteOutcome.Later(Duration after, String reason) ->
          new Postponed(
              cursor.route().id(),
              after,
              each instanceof Written.Letter
                  ? "A dead letter could not be written: " + reason
                  : reason);
      case WriteOutcome.Refused(String reason) -> {
        refuse(each, reason);
        yield new Postponed(cursor.route().id(), Duration.ZERO, reason);
      }
    };
  }

  private void refuse(Written each, String reason) {
    Cursor cursor = each.cursor();
    switch (each) {
      case Written.One one -> refusing.refuse(cursor, one.received(), reason);
      // The letter is part of the crossing: without it, the event is not past.
      case Written.Letter letter ->
          cursor.answers().refused(letter.received().before(), letter.refusal().less());
      case Written.Whole whole -> cursor.answers().refusedWhole(whole.bundle().before());
      case Written.Before _ -> {}
    }
  }

  /**
   * Remembers what is stored for good although no crossing says so, that it is not written again;
   * but not what got past something of its order that is still to be written: that comes again
   * behind it.
   *
   * @return what is stored
   */
  Set<Written> remember() {
    Set<Written> stored = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Order> waiting = new HashSet<>();
    Set<Cursor> stuck = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < writes.size(); i++) {
      Written each = writes.get(i);
      Position missing = remember(each, outcomes.get(i), waiting);
      if (missing == null) {
        stored.add(each);
      } else if (stuck.add(each.cursor())) {
        each.cursor().answers().putOff(missing);
      }
    }
    return stored;
  }

  /** The first position that is not stored, {@code null}: all is. */
  private static @Nullable Position remember(
      Written each, @Nullable WriteOutcome outcome, Set<Order> waiting) {
    Answers answers = each.cursor().answers();
    return switch (each) {
      case Written.Before _ -> null;
      case Written.Letter letter -> {
        boolean stored = place(outcome) != null || outcome instanceof WriteOutcome.Duplicate;
        if (stored) {
          answers.done(letter.received(), null, true);
        }
        yield stored ? null : letter.received().before();
      }
      case Written.One one -> {
        Order order = order(one.cursor(), one.received());
        boolean stored = place(outcome) != null || outcome instanceof WriteOutcome.Duplicate;
        if (stored && !waiting.contains(order)) {
          answers.done(one.received(), place(outcome), false);
          yield null;
        }
        if (outcome instanceof WriteOutcome.Later) {
          waiting.add(order);
        }
        yield one.received().before();
      }
      case Written.Whole whole -> remember(whole, outcome, waiting);
    };
  }

  private static @Nullable Position remember(
      Written.Whole whole, @Nullable WriteOutcome outcome, Set<Order> waiting) {
    Bundle bundle = whole.bundle();
    Order order = order(whole.cursor(), null);
    int stored =
        waiting.contains(order)
            ? 0
            : switch (outcome) {
              case WriteOutcome.StoredWhole _ -> bundle.count();
              case WriteOutcome.StoredInPart part -> part.events();
              case WriteOutcome.Stored _, WriteOutcome.Duplicate _ -> 0;
              case WriteOutcome.Later _, WriteOutcome.Refused _ -> 0;
              case null -> 0;
            };
    if (stored == 0) {
      waiting.add(order);
      return bundle.before();
    }
    List<Received> events = bundle.events();
    TargetRange at = place(outcome);
    events.subList(0, stored).forEach(event -> whole.cursor().answers().done(event, at, false));
    if (stored == events.size()) {
      return null;
    }
    waiting.add(order);
    return events.get(stored).before();
  }

  /** Of an event, or of a whole bundle, which keeps its partition. */
  private static Order order(Cursor cursor, @Nullable Received received) {
    ChannelAddress channel = cursor.route().link().to().channel();
    Integer partition = cursor.route().targetPartition(cursor.partition().number());
    byte[] key = partition != null || received == null ? null : received.event().key();
    return new Order(channel, partition, key == null ? null : ByteBuffer.wrap(key));
  }

  /** {@code null}: the target did not say that it is stored, or not where. */
  private static @Nullable TargetRange place(@Nullable WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Stored(SourcePartition to, Position at) -> new TargetRange(to, at, at);
      case WriteOutcome.StoredWhole(SourcePartition to, Position first, Position last, _) ->
          new TargetRange(to, first, last);
      case WriteOutcome.StoredInPart(SourcePartition to, _, Position first, Position last, _) ->
          new TargetRange(to, first, last);
      case WriteOutcome.Duplicate _, WriteOutcome.Later _, WriteOutcome.Refused _ -> null;
      case null -> null;
    };
  }
}
