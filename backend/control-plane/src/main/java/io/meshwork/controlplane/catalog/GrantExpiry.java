package io.meshwork.controlplane.catalog;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every ten seconds for approvals whose time is over. Any server may be first. */
@Component
class GrantExpiry {
  private final StoredGrants grants;

  GrantExpiry(StoredGrants grants) {
    this.grants = grants;
  }

  @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
  void expire() {
    grants.expire();
  }
}
