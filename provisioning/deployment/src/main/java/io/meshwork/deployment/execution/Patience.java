package io.meshwork.deployment.execution;

import java.time.Duration;

/**
 * How long a silent broker is waited for.
 *
 * @param attempts how often one step is asked for, at least 1
 * @param first the pause after the first silence; doubles from then on
 * @param longest the longest pause
 * @param call how long one call may take
 */
public record Patience(int attempts, Duration first, Duration longest, Duration call) {
  /** About two minutes with a broker that refuses connections. */
  public static final Patience DEFAULT =
      new Patience(10, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(60));

  Duration pauseAfter(int attempt) {
    Duration pause = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
