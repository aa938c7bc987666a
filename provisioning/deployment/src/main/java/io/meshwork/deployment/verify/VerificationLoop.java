package io.meshwork.deployment.verify;

import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.execution.Stopping;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Takes turns while the server runs, on a thread of its own. */
final class VerificationLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationLoop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final boolean on;
  private final Supplier<Duration> turn;
  private volatile StopSignal stop = new StopSignal();
  private volatile Thread looper = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean running;

  /** Each turn says how long to wait for the next; not at all where it is not on. */
  VerificationLoop(boolean on, Supplier<Duration> turn) {
    this.on = on;
    this.turn = turn;
  }

  @Override
  public void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    running = true;
    if (on) {
      looper = Thread.ofVirtual().name("continuous-verification").start(() -> loop(signal));
    }
  }

  private void loop(StopSignal signal) {
    Duration wait = Duration.ZERO;
    while (!signal.isGiven() && !signal.within(wait)) {
      try {
        wait = turn.get();
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("A turn of verification failed; trying again");
        wait = AFTER_FAILURE;
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    stop.give();
    if (on) {
      Stopping.await(List.of(looper));
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
