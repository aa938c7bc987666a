package io.meshwork.benchmarks.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides which marks count. The first is the one at which the mover is warm: it has moved so many
 * events, or has been moving for so long. The last is the one at which it has moved enough after
 * that, or for long enough, or at which nothing was left to be moved.
 */
final class MarkRule {
  private final Bounds bounds;
  private final long available;
  private @Nullable Mark moving;
  private @Nullable Mark first;
  private @Nullable Mark latest;
  private @Nullable Mark last;

  /**
   * How much is enough.
   *
   * @param warmEvents moved before the first mark
   * @param warmTime or spent
   * @param events moved between the marks
   * @param time or spent
   */
  record Bounds(long warmEvents, Duration warmTime, long events, Duration time) {
    /** The lesser of each. */
    Bounds atMost(Bounds other) {
      return new Bounds(
          Math.min(warmEvents, other.warmEvents),
          least(warmTime, other.warmTime),
          Math.min(events, other.events),
          least(time, other.time));
    }

    private static Duration least(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  /** Of so many events available at the source. */
  MarkRule(Bounds bounds, long available) {
    this.bounds = bounds;
    this.available = available;
  }

  /** Takes what was just read; true when this made it the first mark. */
  boolean take(Mark mark) {
    Mark before = latest;
    if (before == null || mark.offsets() > before.offsets()) {
      latest = mark;
    }
    if (moving == null) {
      moving = mark.offsets() > 0 ? mark : null;
      return false;
    }
    Mark start = first;
    if (start == null) {
      boolean warm = isOver(moving, 0, mark, bounds.warmEvents(), bounds.warmTime());
      first = warm ? mark : null;
      return warm;
    }
    if (mark.offsets() >= available
        || isOver(start, start.offsets(), mark, bounds.events(), bounds.time())) {
      last = mark.offsets() >= available ? latest : mark;
    }
    return false;
  }

  private static boolean isOver(Mark since, long from, Mark now, long events, Duration time) {
    return now.offsets() - from >= events || now.nanos() - since.nanos() >= time.toNanos();
  }

  /** Whether both marks are set. */
  boolean isDone() {
    return last != null;
  }

  /** Whether nothing has arrived for this long. */
  boolean isStalled(long nanos, Duration patience) {
    Mark arrival = latest;
    return arrival != null && nanos - arrival.nanos() >= patience.toNanos();
  }

  /** The first mark, once done. */
  Mark first() {
    return set(first);
  }

  /** The last mark, once done. */
  Mark last() {
    return set(last);
  }

  private static Mark set(@Nullable Mark mark) {
    if (mark == null) {
      throw new IllegalStateException("The mark is not set yet.");
    }
    return mark;
  }
}
