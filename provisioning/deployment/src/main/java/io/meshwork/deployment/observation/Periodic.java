package io.meshwork.deployment.observation;

import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.execution.Stopping;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Work that is done again and again while the server runs, on a thread of its own. */
public class Periodic implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  private final String name;
  private final Duration every;
  private final Runnable work;
  private volatile StopSignal stop = new StopSignal();
  private volatile Thread looper = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean running;

  /** Begins with the first round at start, and pauses that long after each. */
  public Periodic(String name, Duration every, Runnable work) {
    this.name = name;
    this.every = every;
    this.work = work;
  }

  @Override
  public void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    running = true;
    looper = Thread.ofVirtual().name(name).start(() -> loop(signal));
  }

  private void loop(StopSignal signal) {
    do {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.atWarn().addKeyValue("work", name).setCause(e).log("A round failed; trying again");
      }
    } while (!signal.within(every));
  }

  @Override
  public void stop() {
    running = false;
    stop.give();
    Stopping.await(List.of(looper));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
