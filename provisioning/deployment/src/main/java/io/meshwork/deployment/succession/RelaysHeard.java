package io.meshwork.deployment.succession;

import io.meshwork.controlplane.monitoring.Instance;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.model.RegionName;
import java.util.Map;

/** Which manifests relays say that they run. One that is silent for a minute counts as gone. */
final class RelaysHeard {
  private final Monitoring monitoring;

  RelaysHeard(Monitoring monitoring) {
    this.monitoring = monitoring;
  }

  /** Refuses, for a while, when a relay of a region has not taken that revision over yet. */
  void refuseBehind(Map<RegionName, Long> needed) {
    needed.forEach(
        (region, revision) -> {
          for (Instance relay : monitoring.alive(region)) {
            if (relay.manifestRevision() < revision) {
              throw NotTold.yet(
                  "Relay %s of region '%s' runs manifest %d; %d is needed before a link can go on elsewhere. Stop it if it hangs."
                      .formatted(relay.host(), region, relay.manifestRevision(), revision));
            }
          }
        });
  }
}
