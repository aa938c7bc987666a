package io.meshwork.relay.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interrupts its owner when the clock has been set. Brokers' clients measure by the time of day how
 * long they wait: when it is set back they wait on for as long, in the middle of a call, and send
 * no heartbeat meanwhile. They have to be left and made anew.
 */
final class ClockWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  /** Less than what a session bears; a clock that is only hurried or slowed is not set. */
  private static final Duration NOTICED = Duration.ofSeconds(2);

  private static final Duration LOOKS = Duration.ofMillis(500);

  private final Clock clock;
  private final Thread owner;
  private final long apart;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean told;

  private ClockWatch(Clock clock, Thread owner) {
    this.clock = clock;
    this.owner = owner;
    this.apart = apart();
    this.thread = Thread.ofVirtual().name("clock watch").unstarted(this::watch);
  }

  /** From now on, for the calling thread. */
  static ClockWatch begin(Clock clock) {
    ClockWatch watch = new ClockWatch(clock, Thread.currentThread());
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!over.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        Duration set = Duration.ofMillis(apart() - apart);
        if (set.abs().compareTo(NOTICED) >= 0) {
          LOG.atWarn().addKeyValue("by", set).log("the clock was set; brokers are connected anew");
          told = true;
          owner.interrupt();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Between the time of day and the time that nobody sets. */
  private long apart() {
    return clock.millis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Ends the watch, by its owner: an interruption of its own is over with it. */
  @Override
  public void close() {
    over.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    boolean isInterrupted = Thread.interrupted() || interrupted;
    if (isInterrupted && !told) {
      Thread.currentThread().interrupt();
    }
  }
}
