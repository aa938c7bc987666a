package io.meshwork.relay.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubles from first to longest, and varies by half so that
 * many who failed together do not return together. One thread.
 */
public final class Pauses {
  private static final int MOST_DOUBLINGS = 20;

  private final long first;
  private final long longest;
  private int failures;

  /** From the first pause to the longest. */
  public Pauses(Duration first, Duration longest) {
    this.first = first.toMillis();
    this.longest = longest.toMillis();
  }

  /** The next pause. */
  public Duration next() {
    long full = Math.min(longest, first << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }

  /** It went well. */
  public void reset() {
    failures = 0;
  }
}
