package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.Jurisdiction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the fewest changes of the catalog after which events can get from one region to another: a
 * shortest way where a hop between regions that cannot dial each other costs one change, as does a
 * jurisdiction that is not allowed (once on a way) and a broker on the way that does not admit the
 * owner. Of ways with equally many changes the one with fewer hops is taken, then the first by
 * name.
 *
 * <p>Dijkstra, "A note on two problems in connexion with graphs", 1959.
 */
final class WayRepair {
  private final RegionGraph graph;
  private final Map<RegionName, Jurisdiction> jurisdictions;
  private final Function<RegionName, Gate> gates;

  WayRepair(
      RegionGraph graph,
      Map<RegionName, Jurisdiction> jurisdictions,
      Function<RegionName, Gate> gates) {
    this.graph = graph;
    this.jurisdictions = jurisdictions;
    this.gates = gates;
  }

  /** Whether a region hands events on. */
  sealed interface Gate {
    /** It does. */
    record Open() implements Gate {}

    /** It would if this broker admitted the owner. */
    record Closed(BrokerName broker) implements Gate {}

    /** It has no broker that could. */
    record None() implements Gate {}
  }

  /** Empty where no change helps, or none is needed. */
  Optional<Repair> shortest(
      Passage passage, EventTypeName type, RegionName start, RegionName target) {
    PriorityQueue<Way> open = new PriorityQueue<>();
    Set<Seen> seen = new HashSet<>();
    open.add(new Way(start, 0, List.of(), Set.of(), start.value()));
    for (Way way = open.poll(); way != null; way = open.poll()) {
      RegionName here = way.at();
      if (here.equals(target)) {
        return way.changes().isEmpty()
            ? Optional.empty()
            : Optional.of(
                way.changes().size() == 1
                    ? way.changes().getFirst()
                    : new Repair.Together(way.changes()));
      }
      if (!seen.add(new Seen(here, way.added()))) {
        continue;
      }
      List<Repair.OfCatalog> before = new ArrayList<>(way.changes());
      if (!here.equals(start)) {
        switch (gates.apply(here)) {
          case Gate.Open ignored -> {}
          case Gate.Closed(BrokerName broker) ->
              before.add(new Repair.Admit(broker, passage.owner()));
          case Gate.None ignored -> {
            continue;
          }
        }
      }
      for (RegionName next : graph.inEnvironmentOf(start)) {
        if (!next.equals(here)) {
          open.add(step(way, before, next, passage, type));
        }
      }
    }
    return Optional.empty();
  }

  private Way step(
      Way way,
      List<Repair.OfCatalog> before,
      RegionName next,
      Passage passage,
      EventTypeName type) {
    List<Repair.OfCatalog> changes = new ArrayList<>(before);
    Set<Jurisdiction> added = way.added();
    if (!graph.dials(way.at(), next) && !graph.dials(next, way.at())) {
      changes.add(new Repair.Reach(next, way.at()));
    }
    Jurisdiction jurisdiction = jurisdictions.get(next);
    if (jurisdiction != null
        && !passage.residency().isEmpty()
        && !passage.residency().contains(jurisdiction)
        && !added.contains(jurisdiction)) {
      changes.add(new Repair.Reside(type, jurisdiction));
      added = new HashSet<>(added);
      added.add(jurisdiction);
    }
    return new Way(next, way.hops() + 1, changes, Set.copyOf(added), way.name() + " " + next);
  }

  private record Seen(RegionName at, Set<Jurisdiction> added) {}

  private record Way(
      RegionName at, int hops, List<Repair.OfCatalog> changes, Set<Jurisdiction> added, String name)
      implements Comparable<Way> {
    @Override
    public int compareTo(Way other) {
      int byChanges = Integer.compare(changes.size(), other.changes.size());
      int byHops = Integer.compare(hops, other.hops);
      return byChanges != 0 ? byChanges : byHops != 0 ? byHops : name.compareTo(other.name);
    }
  }
}
