package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The links that should run once a plan of some scope is applied.
 *
 * <p>Invariant: links are a sum of whole routes, one for each subscription and origin. A route is
 * taken whole either from what is desired or from what runs now, so a mixture of both holds no
 * route's half. Only where two routes would feed one channel from two sides, all routes of that
 * event type and origin that run now move to the desired way, each with the demand that it has now.
 */
final class ManifestMerge {
  private final SortedMap<LinkId, DesiredLink> desired;
  private final SortedMap<LinkId, DesiredLink> applied;
  private final ScopeView scope;
  private final Settled settled;

  ManifestMerge(
      SortedMap<LinkId, DesiredLink> desired,
      SortedMap<LinkId, DesiredLink> applied,
      ScopeView scope,
      Settled settled) {
    this.desired = desired;
    this.applied = applied;
    this.scope = scope;
    this.settled = settled;
  }

  SortedMap<LinkId, DesiredLink> links() {
    if (scope.isMesh()) {
      return desired;
    }
    Map<Tree, Sides> trees = new HashMap<>();
    desired.values().forEach(link -> sides(trees, link).desired().add(link));
    applied.values().forEach(link -> sides(trees, link).applied().add(link));
    TreeMap<LinkId, DesiredLink> links = new TreeMap<>();
    trees.forEach(
        (tree, sides) -> {
          boolean about = isAbout(tree, sides);
          if (about || sides.isTouched(scope)) {
            Map<LinkId, DesiredLink> merged = merge(sides, about, false);
            links.putAll(feedsTwice(merged) ? merge(sides, about, true) : merged);
          } else {
            sides.applied().forEach(link -> links.put(link.id(), link));
          }
        });
    return links;
  }

  private static Sides sides(Map<Tree, Sides> trees, DesiredLink link) {
    return trees.computeIfAbsent(
        Tree.of(link), ignored -> new Sides(new ArrayList<>(), new ArrayList<>()));
  }

  /** Whether the scope is about the tree itself, not only about some who want of it. */
  private boolean isAbout(Tree tree, Sides sides) {
    return settled.isScoped(tree)
        || sides.applied().stream().anyMatch(link -> scope.containsAny(link.publications()))
        || java.util.stream.Stream.concat(sides.applied().stream(), sides.desired().stream())
            .anyMatch(
                link ->
                    scope.contains(link.from().broker())
                        || scope.contains(link.to().broker())
                        || scope.contains(link.runners().whenFiltering())
                        || scope.contains(link.runners().otherwise()));
  }

  private Map<LinkId, DesiredLink> merge(Sides sides, boolean about, boolean moves) {
    Map<SubscriptionName, Demand> now = demands(sides.applied());
    Map<SubscriptionName, Demand> wanted = demands(sides.desired());
    Assembly assembly = new Assembly(sides, about || moves);
    Set<SubscriptionName> everybody = new TreeSet<>(now.keySet());
    everybody.addAll(wanted.keySet());
    for (SubscriptionName name : everybody) {
      Demand present = now.get(name);
      boolean isWanted = wanted.containsKey(name);
      if (scope.contains(name)) {
        assembly.takeDesired(name, null);
      } else if (present == null) {
        if (about && settled.isServed(grant(sides, name))) {
          assembly.takeDesired(name, null);
        }
      } else if ((about || moves) && isWanted) {
        assembly.takeDesired(name, present);
      } else if (!moves && !(about && sides.desired().isEmpty())) {
        assembly.takeApplied(name);
      }
    }
    return assembly.links(scope);
  }

  private static GrantKey grant(Sides sides, SubscriptionName name) {
    DesiredLink any =
        sides.desired().isEmpty() ? sides.applied().getFirst() : sides.desired().getFirst();
    return new GrantKey(name, any.eventType());
  }

  private static Map<SubscriptionName, Demand> demands(List<DesiredLink> links) {
    Map<SubscriptionName, Demand> demands = new HashMap<>();
    links.forEach(link -> demands.putAll(link.demands()));
    return demands;
  }

  private static boolean feedsTwice(Map<LinkId, DesiredLink> links) {
    Set<ChannelId> fed = new HashSet<>();
    return !links.values().stream()
        .filter(link -> link.kind() == LinkKind.TRANSFER)
        .allMatch(link -> fed.add(link.to().channel()));
  }

  /** What is desired and what runs now of one tree. */
  private record Sides(List<DesiredLink> desired, List<DesiredLink> applied) {
    boolean isTouched(ScopeView scope) {
      return desired.stream().anyMatch(link -> scope.containsAny(link.demands().keySet()))
          || applied.stream().anyMatch(link -> scope.containsAny(link.demands().keySet()));
    }
  }

  /** Adds routes up to links. */
  private static final class Assembly {
    private final Map<SubscriptionName, List<DesiredLink>> desiredRoutes;
    private final Map<SubscriptionName, List<DesiredLink>> appliedRoutes;
    private final Map<LinkId, DesiredLink> appliedLinks = new HashMap<>();
    private final Map<LinkId, DesiredLink> shapes = new LinkedHashMap<>();
    private final Map<LinkId, TreeMap<SubscriptionName, Demand>> demands = new HashMap<>();
    private final boolean reshapes;

    Assembly(Sides sides, boolean reshapes) {
      this.desiredRoutes = routes(sides.desired());
      this.appliedRoutes = routes(sides.applied());
      this.reshapes = reshapes;
      sides.applied().forEach(link -> appliedLinks.put(link.id(), link));
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

    void takeDesired(SubscriptionName name, @Nullable Demand present) {
      for (DesiredLink link : desiredRoutes.getOrDefault(name, List.of())) {
        Demand own = present == null ? link.demands().get(name) : present;
        shapes.put(link.id(), link);
        if (own != null) {
          demands.computeIfAbsent(link.id(), ignored -> new TreeMap<>()).put(name, own);
        }
      }
    }

    void takeApplied(SubscriptionName name) {
      for (DesiredLink link : appliedRoutes.getOrDefault(name, List.of())) {
        Demand own = link.demands().get(name);
        shapes.putIfAbsent(link.id(), link);
        if (own != null) {
          demands.computeIfAbsent(link.id(), ignored -> new TreeMap<>()).put(name, own);
        }
      }
    }

    /** A link that runs keeps its other properties, unless the scope is about them. */
    Map<LinkId, DesiredLink> links(ScopeView scope) {
      Map<LinkId, DesiredLink> links = new HashMap<>();
      shapes.forEach(
          (id, shape) -> {
            DesiredLink running = appliedLinks.get(id);
            boolean own = shape.subscription() != null && scope.contains(shape.subscription());
            DesiredLink chosen = running == null || reshapes || own ? shape : running;
            links.put(id, chosen.withDemands(demands.getOrDefault(id, new TreeMap<>())));
          });
      return links;
    }
  }
}
