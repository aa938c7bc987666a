package io.meshwork.deployment.execution;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks work on other threads to stop. Given once, it stays. */
public final class StopSignal {
  private final CountDownLatch given = new CountDownLatch(1);

  /** Gives the signal. */
  public void give() {
    given.countDown();
  }

  /** Whether it was given, or this thread was interrupted. */
  public boolean isGiven() {
    return given.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  /** Waits that long; true as soon as the signal is given or this thread is interrupted. */
  public boolean within(Duration time) {
    try {
      return given.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
