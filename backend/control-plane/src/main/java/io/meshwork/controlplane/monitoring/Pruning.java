package io.meshwork.controlplane.monitoring;

import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets, every minute, what is too old to be shown. Any number of servers may do so at once. */
@Component
class Pruning {
  private final ReportStore store;
  private final Clock clock;

  Pruning(ReportStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(cron = "30 * * * * *")
  void prune() {
    store.prune(clock.instant());
  }
}
