package io.meshwork.relay.engine;

import io.meshwork.api.FilterHistory;
import io.meshwork.api.FilterHistory.Stretch;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.pattern.MatchResult;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which filters a cursor reads and has read with. Invariant: what is told at the target beside a
 * committed position is right for that position; a filter is told before an event that was read
 * with it is committed. One thread.
 */
final class Readings {
  private final SourcePartition partition;
  private final EventTypeName eventType;
  private FilterHistory committed;
  private FilterHistory now;
  private boolean durable;
  private boolean changed;
  private @Nullable Leaving leaving;

  /** With what is known, {@code durable} if the target holds it. */
  Readings(Route route, SourcePartition partition, FilterHistory history, boolean durable) {
    this.partition = partition;
    this.eventType = route.link().eventType();
    this.committed = history;
    this.now = history;
    this.durable = durable;
  }

  /** Goes on with the route's filter, from the position that is committed. */
  void follow(Route route, Position position, SourceLook look) {
    now = now.filtering(route.patterns(), position.value(), order(look));
    changed = !now.equals(committed);
  }

  /** Where a move leads that is to leave out what was let pass; never forward. */
  static Position backTo(
      SourcePartition partition, Position wanted, Position position, SourceLook look) {
    return look.isBefore(partition, position, wanted) ? position : wanted;
  }

  /**
   * Whether the filters are known of all that a backfill from there would read again; only then can
   * it leave out what they let pass.
   */
  boolean isKnown(Position from, Position position, SourceLook look) {
    FilterHistory.Order order = order(look);
    FilterHistory told = now.told(position.value(), order);
    boolean comparable = from.equals(position) || !look.isBefore(partition, position, from);
    String end = Objects.requireNonNullElse(told.stretches().getLast().from(), position.value());
    return comparable && FilterHistory.isKnown(told.within(from.value(), end, order));
  }

  /** A position move is taken. */
  void move(Route.Going going, Position to, Position position, SourceLook look) {
    now = now.moved(to.value(), going.number(), going.backfill(), position.value(), order(look));
    changed = true;
    leaving = null;
  }

  private FilterHistory.Order order(SourceLook look) {
    return (position, later) ->
        look.isBefore(partition, new Position(position), new Position(later));
  }

  /** Whether the target does not hold it yet. */
  boolean isUntold() {
    return !durable || changed;
  }

  /** As the target is to hold it. */
  Position atTarget() {
    return new Position(now.text());
  }

  /** Whether that is what a commit without an answer would have made the target hold. */
  boolean wouldBe(@Nullable Position atTarget) {
    return !isUntold() || atTarget().equals(atTarget);
  }

  /** What the target says, {@code null}: nothing. */
  void fenced(@Nullable Position atTarget) {
    FilterHistory held = atTarget == null ? null : FilterHistory.parse(atTarget.value());
    if (held != null) {
      committed = held.equals(committed) ? committed : held;
    }
    durable = held != null;
    rollBack();
  }

  void commit() {
    committed = now;
    durable = true;
    changed = false;
  }

  void rollBack() {
    now = committed;
    changed = false;
    leaving = null;
  }

  /** What the target holds, {@code null}: nothing. */
  @Nullable Position durable() {
    return durable ? new Position(committed.text()) : null;
  }

  /** Whether events may have been let pass before that come again now. */
  boolean isLeavingOut() {
    return now.run().backfill() && (leaving == null || !leaving.past);
  }

  /**
   * Whether an earlier reading let the event pass that begins there.
   *
   * @param safe how far what was read is committed: nothing before it comes again
   */
  boolean hasPassed(Event event, Position at, Position safe, SourceLook look) {
    if (!isLeavingOut()) {
      return false;
    }
    Leaving leaves = leaving;
    if (leaves == null) {
      leaves = new Leaving(now, partition, eventType);
      leaving = leaves;
    }
    return leaves.leavesOut(event, at, safe, look);
  }

  /** The stretches of a history with what their filters let pass. */
  private static final class Leaving {
    private final SourcePartition partition;
    private final EventTypeName eventType;
    private final List<@Nullable Position> begins = new ArrayList<>();
    private final List<@Nullable MatcherIndex<Integer>> filters = new ArrayList<>();
    private final List<Boolean> everything = new ArrayList<>();
    private int at;
    private boolean past;

    Leaving(FilterHistory history, SourcePartition partition, EventTypeName eventType) {
      this.partition = partition;
      this.eventType = eventType;
      for (Stretch stretch : history.stretches()) {
        String from = stretch.from();
        begins.add(from == null ? null : new Position(from));
        everything.add(
            stretch.by().stream()
                .anyMatch(
                    each ->
                        each == FilterHistory.UNKNOWN || history.filters().get(each).isEmpty()));
        filters.add(index(history, stretch));
      }
    }

    private @Nullable MatcherIndex<Integer> index(FilterHistory history, Stretch stretch) {
      FilterUnion union = FilterUnion.none();
      boolean any = false;
      for (int number : stretch.by()) {
        if (number != FilterHistory.UNKNOWN) {
          for (String pattern : history.filters().get(number)) {
            union = union.with(EventPatterns.parse(pattern));
            any = true;
          }
        }
      }
      MatcherIndex.Builder<Integer> index = MatcherIndex.builder();
      index.addExact(0, List.of(eventType), union);
      return any ? index.build() : null;
    }

    boolean leavesOut(Event event, Position position, Position safe, SourceLook look) {
      while (at > 0 && isBefore(position, begins.get(at), look)) {
        at--;
      }
      while (at + 1 < begins.size() && !isBefore(position, begins.get(at + 1), look)) {
        at++;
      }
      if (everything.get(at)) {
        return true;
      }
      MatcherIndex<Integer> filter = filters.get(at);
      if (filter == null) {
        past = at == begins.size() - 1 && !isBefore(safe, begins.get(at), look);
        return false;
      }
      MatchResult<Integer> result = filter.match(EventView.of(eventType, event));
      return !result.isEmpty() || !result.undecided().isEmpty();
    }

    private boolean isBefore(Position position, @Nullable Position later, SourceLook look) {
      return later != null && look.isBefore(partition, position, later);
    }
  }
}
