package io.meshwork.controlplane.monitoring;

import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes a sample of every link every ten seconds, at the full ten. */
@Component
class Sampling {
  private final ReportStore store;
  private final Clock clock;

  Sampling(ReportStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(cron = "*/10 * * * * *")
  void sample() {
    store.sample(clock.instant());
  }
}
