package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.api.DeploymentDocument.WaitCode;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.monitoring.Instance;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.store.Laggards;
import io.meshwork.deployment.store.Laggards.Laggard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which relays a contract phase waits for.
 *
 * <p>Invariant: a relay that was alive after the switch and had not taken over the manifest is
 * waited for until it has, until its host has started another run that has, or until somebody ends
 * the wait. Silence alone never counts: who is cut off may go on for weeks.
 */
final class RelayWaits {
  private final Monitoring monitoring;
  private final Laggards laggards;

  RelayWaits(Monitoring monitoring, Laggards laggards) {
    this.monitoring = monitoring;
    this.laggards = laggards;
  }

  /**
   * Those that speak against taking anything away.
   *
   * @param switched the revision that each region's relays need
   * @param ended whether somebody ended the wait: who is silent does not count any more
   */
  List<Wait> of(UUID deployment, Map<String, Long> switched, boolean ended) {
    Map<UUID, Laggard> kept = new LinkedHashMap<>();
    laggards.of(deployment).forEach(each -> kept.put(each.relay(), each));
    List<Instance> relays = monitoring.instances(Actor.mesh());
    List<Wait> waits = new ArrayList<>();
    for (Instance relay : relays) {
      Long needed = switched.get(relay.region().value());
      Laggard before = kept.remove(relay.id());
      if (needed == null || relay.manifestRevision() >= needed) {
        if (before != null) {
          laggards.remove(deployment, relay.id());
        }
      } else if (relay.alive()) {
        keep(deployment, relay, before);
        waits.add(behind(relay, needed));
      } else if (!ended) {
        waits.add(silent(laggard(relay), needed));
      }
    }
    for (Laggard each : kept.values()) {
      Long needed = switched.get(each.region().value());
      if (needed == null || isReplaced(each, relays, needed)) {
        laggards.remove(deployment, each.relay());
      } else if (!ended) {
        waits.add(silent(each, needed));
      }
    }
    return waits;
  }

  /** Written once, and again when it says something else; not with every report. */
  private void keep(UUID deployment, Instance relay, @Nullable Laggard before) {
    Instant known = before == null ? Instant.MIN : before.heardAt().plusSeconds(60);
    if (relay.reportedAt().isAfter(known)) {
      laggards.put(deployment, laggard(relay));
    }
  }

  private static Laggard laggard(Instance relay) {
    return new Laggard(
        relay.id(), relay.host(), relay.region(), relay.manifestRevision(), relay.reportedAt());
  }

  private static boolean isReplaced(Laggard gone, List<Instance> relays, long needed) {
    return relays.stream()
        .anyMatch(
            relay ->
                relay.host().equals(gone.host())
                    && relay.region().equals(gone.region())
                    && relay.startedAt().isAfter(gone.heardAt())
                    && relay.manifestRevision() >= needed);
  }

  private static Wait behind(Instance relay, long needed) {
    return new Wait(
        WaitCode.RELAY,
        "Relay %s of region '%s' runs manifest %d; %d is needed."
            .formatted(relay.host(), relay.region(), relay.manifestRevision(), needed),
        null);
  }

  private static Wait silent(Laggard relay, long needed) {
    return new Wait(
        WaitCode.RELAY,
        "Relay %s of region '%s' is silent since %s and ran manifest %d; %d is needed. If it is gone for good, end the wait."
            .formatted(relay.host(), relay.region(), relay.heardAt(), relay.revision(), needed),
        null);
  }
}
