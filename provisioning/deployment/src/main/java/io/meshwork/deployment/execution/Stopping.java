package io.meshwork.deployment.execution;

import java.time.Duration;
import java.util.Collection;

/** Ends threads: first by waiting for them, then by interrupting what still hangs in a call. */
public final class Stopping {
  private static final Duration GENTLE = Duration.ofSeconds(2);
  private static final Duration AT_ALL = Duration.ofSeconds(10);

  private Stopping() {}

  /** Returns when all have ended, or after some seconds; they have been asked to stop before. */
  public static void await(Collection<Thread> threads) {
    try {
      for (Thread thread : threads) {
        if (!thread.join(GENTLE)) {
          thread.interrupt();
        }
      }
      for (Thread thread : threads) {
        thread.join(AT_ALL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
