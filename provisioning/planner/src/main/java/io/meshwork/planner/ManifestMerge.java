package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The links that should run once a plan of some scope is applied.
 *
 * <p>Invariant: links are a sum of whole routes, one for each subscription and origin. A route is
 * taken whole either from what is desired or from what runs now, so a mixture of both holds no
 * route's half. Only where two routes would feed one channel from two sides, the routes of that
 * event type and origin that run now move to the desired way, each to the end and with the demand
 * that it has now. A route that cannot, because its end changes too, stays, and the channel fed
 * twice is left for the checker to refuse.
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
          boolean moves = isOnTheWay(sides);
          if (about || moves || sides.isTouched(scope)) {
            Map<LinkId, DesiredLink> merged = merge(tree, sides, about, moves);
            links.putAll(!moves && feedsTwice(merged) ? merge(tree, sides, about, true) : merged);
          } else {
            sides.applied().forEach(link -> links.put(link.id(), link));
          }
        });
    Map<TeamName, DesiredLink> wanted = firsts(desired.values());
    Map<TeamName, DesiredLink> running = firsts(applied.values());
    links.replaceAll((_, link) -> withTeamRate(link, wanted, running));
    return links;
  }

  /** A team's rate changes with the team, on all of its links, and with no other scope. */
  private DesiredLink withTeamRate(
      DesiredLink link, Map<TeamName, DesiredLink> wanted, Map<TeamName, DesiredLink> running) {
    DesiredLink before = applied.get(link.id());
    DesiredLink like =
        scope.contains(link.team())
            ? wanted.get(link.team())
            : before != null && before.team().equals(link.team())
                ? before
                : running.get(link.team());
    return like == null ? link : link.limited(link.rate(), like.teamRate());
  }

  private static Map<TeamName, DesiredLink> firsts(Collection<DesiredLink> links) {
    Map<TeamName, DesiredLink> firsts = new HashMap<>();
    links.forEach(link -> firsts.putIfAbsent(link.team(), link));
    return firsts;
  }

  private static Sides sides(Map<Tree, Sides> trees, DesiredLink link) {
    return trees.computeIfAbsent(
        Tree.of(link), ignored -> new Sides(new ArrayList<>(), new ArrayList<>()));
  }

  /** Whether the scope holds the event type or what feeds the tree. */
  private boolean isAbout(Tree tree, Sides sides) {
    return settled.isScoped(tree)
        || sides.applied().stream().anyMatch(link -> scope.containsAny(link.publications()));
  }

  /** Whether the scope holds a broker or a region of the tree. */
  private boolean isOnTheWay(Sides sides) {
    return Stream.concat(sides.applied().stream(), sides.desired().stream())
        .anyMatch(
            link ->
                scope.contains(link.from().broker())
                    || scope.contains(link.to().broker())
                    || scope.contains(link.runners().whenFiltering())
                    || scope.contains(link.runners().otherwise()));
  }

  private Map<LinkId, DesiredLink> merge(Tree tree, Sides sides, boolean about, boolean moves) {
    boolean topical = about || moves;
    boolean gone = topical && !settled.isPublished(tree);
    Assembly assembly = new Assembly(sides, topical);
    for (SubscriptionName name : assembly.everybody()) {
      if (scope.contains(name)) {
        assembly.takeDesired(name);
      } else if (!assembly.isRunning(name)) {
        if (settled.joins(new GrantKey(name, tree.eventType()), tree)) {
          assembly.takeDesired(name);
        }
      } else if (moves && assembly.keepsItsEnd(name)) {
        assembly.move(name);
      } else if (!gone) {
        assembly.takeApplied(name);
      }
    }
    return assembly.links(scope);
  }

  private static boolean feedsTwice(Map<LinkId, DesiredLink> links) {
    Set<ChannelId> fed = new HashSet<>();
    return !links.values().stream()
        .filter(link -> link.kind() == LinkKind.TRANSFER)
        .allMatch(link -> fed.add(link.to().channel()));
  }

  /** What is desired and what runs now of one tree. */
  record Sides(List<DesiredLink> desired, List<DesiredLink> applied) {
    boolean isTouched(ScopeView scope) {
      return desired.stream().anyMatch(link -> scope.containsAny(link.demands().keySet()))
          || applied.stream().anyMatch(link -> scope.containsAny(link.demands().keySet()));
    }
  }
}
