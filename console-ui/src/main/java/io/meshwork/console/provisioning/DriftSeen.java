package io.meshwork.console.provisioning;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.DriftDocument.AwayBroker;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Choices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.drift.DriftRemedies.Remedy;
import io.meshwork.model.catalog.BrokerSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one look at the brokers found, as one person may see it and act on it.
 *
 * @param resources those that differ
 * @param away brokers of which nothing is known now
 * @param offered what may be done about each of them
 * @param readOnly brokers that are watched and never changed
 */
record DriftSeen(
    List<DriftedResource> resources,
    List<AwayBroker> away,
    Map<DriftedResource, Set<Remedy>> offered,
    Set<String> readOnly) {
  /** Copies. */
  DriftSeen {
    resources = List.copyOf(resources);
    away = List.copyOf(away);
    offered = Map.copyOf(offered);
    readOnly = Set.copyOf(readOnly);
  }

  static DriftSeen of(RoomsOfProvisioning rooms, Actor actor, DriftDocument drift) {
    return new DriftSeen(
        drift.resources(),
        drift.away(),
        rooms.remedies().offered(actor, drift.resources()),
        new Choices(rooms.catalog(), actor)
            .all(Kind.BROKER).stream()
                .filter(broker -> broker.spec(BrokerSpec.class).readOnly())
                .map(broker -> broker.name().value())
                .collect(Collectors.toSet()));
  }

  /** Only what is about brokers or resources whose names contain these words. */
  DriftSeen about(String words) {
    String wanted = words.toLowerCase(Locale.ROOT).strip();
    return new DriftSeen(
        resources.stream()
            .filter(each -> (each.broker() + " " + each.resource()).contains(wanted))
            .toList(),
        away.stream().filter(each -> each.broker().contains(wanted)).toList(),
        offered,
        readOnly);
  }

  /** The brokers that there is something to say of, by name. */
  TreeSet<String> brokers() {
    return Stream.concat(
            resources.stream().map(DriftedResource::broker), away.stream().map(AwayBroker::broker))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean isEmpty() {
    return resources.isEmpty() && away.isEmpty();
  }
}
