package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport.Latency;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of milliseconds over the last minute: the interval being recorded and the finished
 * ones that are not older than that. Takes no memory before the first value. Thread-safe.
 */
final class LatencyWindow {
  private static final int DIGITS = 2;
  private static final long INTERVAL = TimeUnit.SECONDS.toMillis(10);
  private static final long WINDOW = TimeUnit.MINUTES.toMillis(1);
  private static final long LONGEST = TimeUnit.DAYS.toMillis(7);

  private record Interval(long endedAt, Histogram values) {}

  private final Clock clock;
  private final AtomicReference<@Nullable Recorder> recorder = new AtomicReference<>();
  private final Deque<Interval> finished = new ArrayDeque<>();
  private long intervalStartedAt;

  LatencyWindow(Clock clock) {
    this.clock = clock;
    this.intervalStartedAt = clock.millis();
  }

  /** Counts a value so many times; clocks that disagree may make it negative, which counts as 0. */
  void record(long millis, long times) {
    Recorder current = recorder.get();
    if (current == null) {
      recorder.compareAndSet(null, new Recorder(DIGITS));
      current = recorder.get();
    }
    if (current != null) {
      current.recordValueWithCount(Math.clamp(millis, 0, LONGEST), times);
    }
  }

  /** The percentiles now. */
  synchronized Latency read() {
    Recorder current = recorder.get();
    if (current == null) {
      return Latency.NONE;
    }
    long now = clock.millis();
    if (now < intervalStartedAt) {
      // The clock was set back: how old the intervals are can no longer be told.
      finished.clear();
      intervalStartedAt = now;
    }
    Histogram recent = current.getIntervalHistogram();
    if (recent.getTotalCount() > 0) {
      Interval last = finished.peekLast();
      if (last != null && now - intervalStartedAt < INTERVAL) {
        last.values().add(recent);
        finished.removeLast();
        finished.addLast(new Interval(now, last.values()));
      } else {
        finished.addLast(new Interval(now, recent));
        intervalStartedAt = now;
      }
    }
    while (!finished.isEmpty() && now - finished.getFirst().endedAt() > WINDOW) {
      finished.removeFirst();
    }
    Histogram sum = new Histogram(DIGITS);
    finished.forEach(interval -> sum.add(interval.values()));
    return sum.getTotalCount() == 0
        ? Latency.NONE
        : new Latency(
            sum.getTotalCount(),
            sum.getValueAtPercentile(50),
            sum.getValueAtPercentile(90),
            sum.getValueAtPercentile(99),
            sum.getMaxValue());
  }
}
