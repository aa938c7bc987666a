package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Jurisdiction;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.transport.spi.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * The ways that events may take. In every region one broker, its <em>hub</em>, takes in what comes
 * from other regions and hands it on: the first by name that can relay and admits the event type's
 * owner. The hub depends on brokers only, never on who subscribes, so a new subscription only ever
 * adds links.
 */
final class Ways {
  private final RegionGraph graph;
  private final Map<RegionName, Jurisdiction> jurisdictions = new HashMap<>();
  private final Map<RegionName, List<Station>> stations = new HashMap<>();
  private final Map<HubKey, Optional<Station>> hubs = new HashMap<>();
  private final Map<TreeKey, Map<RegionName, RegionName>> trees = new HashMap<>();

  private final Map<RepairKey, Optional<Repair>> repairs = new HashMap<>();

  Ways(CatalogSnapshot catalog, SortedMap<BrokerName, Station> byName) {
    this.graph = new RegionGraph(catalog);
    catalog
        .regions()
        .forEach((name, entity) -> jurisdictions.put(name, jurisdiction(entity.spec())));
    byName
        .values()
        .forEach(
            station ->
                stations
                    .computeIfAbsent(station.region(), ignored -> new ArrayList<>())
                    .add(station));
  }

  private static Jurisdiction jurisdiction(RegionSpec spec) {
    return spec.jurisdiction();
  }

  RegionGraph graph() {
    return graph;
  }

  /** Why a broker cannot be written by relays; empty if it can. */
  static Optional<Capability> missingToReceive(Station station) {
    return station.can(Capability.TRANSACTIONS)
        ? Optional.empty()
        : Optional.of(Capability.TRANSACTIONS);
  }

  /** Why a broker cannot be read by relays; empty if it can. */
  static Optional<Capability> missingToSend(Station station) {
    return station.can(Capability.REPLAY) ? Optional.empty() : Optional.of(Capability.REPLAY);
  }

  /** The broker that takes in and hands on in a region. */
  Optional<Station> hub(RegionName region, Passage passage) {
    return hubs.computeIfAbsent(
        new HubKey(region, passage.owner(), passage.ordered()),
        ignored ->
            stations.getOrDefault(region, List.of()).stream()
                .filter(station -> isHub(station, passage))
                .findFirst());
  }

  private static boolean isHub(Station station, Passage passage) {
    return station.spec().admits(passage.owner()) && couldBeHub(station, passage);
  }

  private static boolean couldBeHub(Station station, Passage passage) {
    return !station.spec().readOnly()
        && missingToReceive(station).isEmpty()
        && missingToSend(station).isEmpty()
        && (!passage.ordered() || station.can(Capability.ORDER));
  }

  /** The regions from one to another that events may take, both included; empty: there are none. */
  List<RegionName> regions(RegionName from, RegionName target, Passage passage) {
    Map<RegionName, RegionName> tree =
        trees.computeIfAbsent(
            new TreeKey(from, passage),
            ignored -> graph.tree(from, residesIn(passage), at -> hub(at, passage).isPresent()));
    return RegionGraph.path(tree, from, target);
  }

  /** The cheapest way, even if events may not take it; empty: the regions do not touch. */
  List<RegionName> anyRegions(RegionName from, RegionName target) {
    return RegionGraph.path(graph.tree(from, at -> true, at -> true), from, target);
  }

  /** The first region on a way where events must not lie; empty: they may everywhere. */
  Optional<RegionName> firstBreach(List<RegionName> path, Passage passage) {
    return path.stream().filter(residesIn(passage).negate()).findFirst();
  }

  /**
   * The fewest changes of the catalog that let events of a type come from one broker to another.
   */
  Optional<Repair> repair(Passage passage, EventTypeName type, Station from, Station target) {
    return repairs.computeIfAbsent(
        new RepairKey(passage, type, from.region(), target.region()),
        key ->
            new WayRepair(graph, jurisdictions, region -> gate(region, passage))
                .shortest(passage, type, key.from(), key.target()));
  }

  /** What keeps a region from handing on. */
  private WayRepair.Gate gate(RegionName region, Passage passage) {
    if (hub(region, passage).isPresent()) {
      return new WayRepair.Gate.Open();
    }
    return stations.getOrDefault(region, List.of()).stream()
        .filter(station -> couldBeHub(station, passage))
        .findFirst()
        .<WayRepair.Gate>map(station -> new WayRepair.Gate.Closed(station.name()))
        .orElseGet(WayRepair.Gate.None::new);
  }

  private Predicate<RegionName> residesIn(Passage passage) {
    Set<Jurisdiction> allowed = passage.residency();
    return region -> allowed.isEmpty() || allowed.contains(jurisdictions.get(region));
  }

  private record RepairKey(
      Passage passage, EventTypeName type, RegionName from, RegionName target) {}

  private record HubKey(RegionName region, TeamName owner, boolean ordered) {}

  private record TreeKey(RegionName origin, Passage passage) {}
}
