package io.meshwork.planner;

import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which regions lie next to each other. A link can run at either of its ends, so two regions are
 * neighbours in both directions if one of them can dial the other, at the lower cost of the two;
 * never across environments.
 */
final class RegionGraph {
  private final Map<RegionName, RegionSpec> regions;
  private final Map<RegionName, SortedMap<RegionName, Integer>> neighbours = new HashMap<>();

  RegionGraph(CatalogSnapshot catalog) {
    Map<RegionName, RegionSpec> specs = new HashMap<>();
    catalog.regions().forEach((name, entity) -> specs.put(name, entity.spec()));
    this.regions = specs;
    specs.forEach(
        (name, spec) -> {
          for (Reach reach : spec.reaches()) {
            RegionSpec other = specs.get(reach.region());
            if (other != null
                && !reach.region().equals(name)
                && other.environment().equals(spec.environment())) {
              connect(name, reach.region(), reach.cost());
              connect(reach.region(), name, reach.cost());
            }
          }
        });
  }

  private void connect(RegionName from, RegionName to, int cost) {
    neighbours.computeIfAbsent(from, ignored -> new TreeMap<>()).merge(to, cost, Math::min);
  }

  /** Whether relays of one region can dial brokers of another. */
  boolean dials(RegionName from, RegionName to) {
    RegionSpec spec = regions.get(from);
    return from.equals(to)
        || (spec != null && spec.reaches().stream().anyMatch(reach -> reach.region().equals(to)));
  }

  /** The regions that links could join with one, itself included, in order. */
  List<RegionName> inEnvironmentOf(RegionName region) {
    RegionSpec spec = regions.get(region);
    return regions.entrySet().stream()
        .filter(each -> spec != null && each.getValue().environment().equals(spec.environment()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Where a link between two neighbours, or within one region, runs. */
  Runners runners(RegionName from, RegionName to) {
    RegionName far = dials(from, to) ? from : to;
    RegionName near = dials(to, from) ? to : from;
    return new Runners(far, near);
  }

  /**
   * The tree of cheapest ways from a region to all that can be reached, as each region's
   * predecessor. Of equally cheap predecessors the first by name is taken, so the tree depends on
   * nothing but the graph. Costs are at least 1, so no way passes a region twice.
   *
   * <p>Dijkstra, "A note on two problems in connexion with graphs", 1959.
   *
   * @param enters whether events may come to a region
   * @param passes whether they may go on from it
   */
  Map<RegionName, RegionName> tree(
      RegionName origin, Predicate<RegionName> enters, Predicate<RegionName> passes) {
    Map<RegionName, Long> costs = new HashMap<>();
    Map<RegionName, RegionName> predecessors = new HashMap<>();
    PriorityQueue<Stop> queue = new PriorityQueue<>();
    costs.put(origin, 0L);
    queue.add(new Stop(origin, 0L));
    for (Stop stop = queue.poll(); stop != null; stop = queue.poll()) {
      RegionName here = stop.region();
      if (stop.cost() > costs.getOrDefault(here, Long.MAX_VALUE)
          || !(here.equals(origin) || passes.test(here))) {
        continue;
      }
      for (Map.Entry<RegionName, Integer> hop : neighboursOf(here).entrySet()) {
        RegionName next = hop.getKey();
        if (next.equals(origin) || !enters.test(next)) {
          continue;
        }
        long cost = stop.cost() + hop.getValue();
        long known = costs.getOrDefault(next, Long.MAX_VALUE);
        RegionName predecessor = predecessors.get(next);
        if (cost < known) {
          costs.put(next, cost);
          predecessors.put(next, here);
          queue.add(new Stop(next, cost));
        } else if (cost == known && predecessor != null && here.compareTo(predecessor) < 0) {
          predecessors.put(next, here);
        }
      }
    }
    return predecessors;
  }

  /** The way along a tree, both ends included; empty if the tree does not get there. */
  static List<RegionName> path(
      Map<RegionName, RegionName> tree, RegionName origin, RegionName target) {
    List<RegionName> path = new ArrayList<>();
    RegionName here = target;
    while (!here.equals(origin)) {
      path.add(here);
      RegionName before = tree.get(here);
      if (before == null) {
        return List.of();
      }
      here = before;
    }
    path.add(origin);
    return path.reversed();
  }

  private SortedMap<RegionName, Integer> neighboursOf(RegionName region) {
    SortedMap<RegionName, Integer> found = neighbours.get(region);
    return found == null ? new TreeMap<>() : found;
  }

  private record Stop(RegionName region, long cost) implements Comparable<Stop> {
    @Override
    public int compareTo(Stop other) {
      int byCost = Long.compare(cost, other.cost);
      return byCost != 0 ? byCost : region.compareTo(other.region);
    }
  }
}
