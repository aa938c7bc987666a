package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds the routes of one tree up to links. */
final class Assembly {
  private final Map<SubscriptionName, List<DesiredLink>> desiredRoutes;
  private final Map<SubscriptionName, List<DesiredLink>> appliedRoutes;
  private final Map<LinkId, DesiredLink> desired = new HashMap<>();
  private final Map<LinkId, DesiredLink> applied = new HashMap<>();
  private final Map<LinkId, TreeMap<SubscriptionName, Demand>> demands = new HashMap<>();
  private final boolean reshapes;

  /**
   * An empty one.
   *
   * @param reshapes whether links that run take the desired properties
   */
  Assembly(ManifestMerge.Sides sides, boolean reshapes) {
    this.desiredRoutes = routes(sides.desired());
    this.appliedRoutes = routes(sides.applied());
    this.reshapes = reshapes;
    sides.desired().forEach(link -> desired.put(link.id(), link));
    sides.applied().forEach(link -> applied.put(link.id(), link));
  }

  private static Map<SubscriptionName, List<DesiredLink>> routes(List<DesiredLink> links) {
    Map<SubscriptionName, List<DesiredLink>> routes = new HashMap<>();
    for (DesiredLink link : links) {
      for (SubscriptionName name : link.demands().keySet()) {
        routes.computeIfAbsent(name, ignored -> new ArrayList<>()).add(link);
      }
    }
    return routes;
  }

  /** Who has a route here, now or by desire. */
  Set<SubscriptionName> everybody() {
    Set<SubscriptionName> everybody = new TreeSet<>(appliedRoutes.keySet());
    everybody.addAll(desiredRoutes.keySet());
    return everybody;
  }

  boolean isRunning(SubscriptionName name) {
    return appliedRoutes.containsKey(name);
  }

  /** Whether the subscription's desired route ends at the broker where its present one does. */
  boolean keepsItsEnd(SubscriptionName name) {
    return desiredRoutes.containsKey(name)
        && ends(desiredRoutes.getOrDefault(name, List.of()))
            .equals(ends(appliedRoutes.getOrDefault(name, List.of())));
  }

  private static Set<BrokerName> ends(List<DesiredLink> route) {
    Set<BrokerName> ends = new HashSet<>();
    route.forEach(link -> ends.add(link.to().broker()));
    for (DesiredLink link : route) {
      if (link.kind() == LinkKind.TRANSFER) {
        ends.remove(link.from().broker());
      }
    }
    return ends;
  }

  void takeDesired(SubscriptionName name) {
    desiredRoutes.getOrDefault(name, List.of()).forEach(link -> take(link, link, name));
  }

  void takeApplied(SubscriptionName name) {
    appliedRoutes.getOrDefault(name, List.of()).forEach(link -> take(link, link, name));
  }

  /** The desired way, to the present end and with the present demand. */
  void move(SubscriptionName name) {
    List<DesiredLink> present = appliedRoutes.getOrDefault(name, List.of());
    for (DesiredLink link : desiredRoutes.getOrDefault(name, List.of())) {
      if (link.kind() == LinkKind.TRANSFER) {
        take(link, present.getFirst(), name);
      }
    }
    for (DesiredLink link : present) {
      if (link.kind() == LinkKind.DELIVERY) {
        take(link, link, name);
      }
    }
  }

  private void take(DesiredLink link, DesiredLink demanding, SubscriptionName name) {
    Demand demand = demanding.demands().get(name);
    if (demand != null) {
      demands.computeIfAbsent(link.id(), ignored -> new TreeMap<>()).put(name, demand);
    }
  }

  /** A link that runs keeps its other properties, unless the scope is about them. */
  Map<LinkId, DesiredLink> links(ScopeView scope) {
    Map<LinkId, DesiredLink> links = new HashMap<>();
    demands.forEach(
        (id, behind) -> {
          DesiredLink running = applied.get(id);
          DesiredLink wanted = desired.get(id);
          DesiredLink chosen = running == null ? wanted : running;
          if (running != null && wanted != null && (reshapes || isOwn(wanted, scope))) {
            chosen = wanted;
          }
          if (chosen != null) {
            links.put(id, chosen.withDemands(behind));
          }
        });
    return links;
  }

  private static boolean isOwn(DesiredLink link, ScopeView scope) {
    SubscriptionName subscription = link.subscription();
    return subscription != null && scope.contains(subscription);
  }
}
