package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every catalog, held against a walker that carries single events. */
class PlannerPropertyTests {
  private static final int TRIES = 400;
  private static final int FEWER = 100;
  private final Planner planner = new Planner(World.TRANSPORTS);

  @Property(tries = TRIES)
  void everyGrantedSubscriberIsReachedExactlyOnceAndNobodyElse(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    EventWalker walker = new EventWalker(state, state.links().values());
    assertThat(walker.looped()).isFalse();
    Map<EventWalker.Got, Integer> got = walker.read(state.routes());
    Map<EventWalker.Got, Integer> expected = EventWalker.expected(catalog, state);
    assertThat(got).containsAllEntriesOf(expected);
    Set<Name> refused = EventWalker.refused(state);
    got.keySet().removeAll(expected.keySet());
    assertThat(got.keySet()).allMatch(each -> refused.contains(each.grant().subscription()));
    assertThat(got.values()).allMatch(times -> times == 1);
  }

  @Property(tries = TRIES)
  void nothingUngrantedIsInAnyChannelManifestOrRule(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    Set<SubscriptionName> granted = new HashSet<>();
    catalog
        .grants()
        .forEach(
            (key, grant) -> {
              if (grant.state() == GrantState.APPROVED) {
                granted.add(key.subscription());
              }
            });
    for (DesiredLink link : state.links().values()) {
      for (SubscriptionName name : link.demands().keySet()) {
        var key = new GrantKey(name, link.eventType());
        assertThat(catalog.grants().get(key).state()).isEqualTo(GrantState.APPROVED);
      }
    }
    for (DesiredBroker broker : state.brokers().values()) {
      broker.rendering().needs().values().stream()
          .flatMap(Set::stream)
          .flatMap(need -> need.causes().stream())
          .filter(SubscriptionName.class::isInstance)
          .forEach(name -> assertThat(granted).contains((SubscriptionName) name));
    }
  }

  @Property(tries = TRIES)
  void nothingCrossesALinkThatNobodyWants(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    EventWalker walker = new EventWalker(state, state.links().values());
    assertThat(walker.unwanted(catalog, state.routes())).isEmpty();
  }

  @Property(tries = TRIES)
  void treesOverUpToTwelveRegionsHaveNoLoopAndCrossEachHopOnce(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    Map<Tree, List<DesiredLink>> trees = new HashMap<>();
    state.links().values().stream()
        .filter(link -> link.kind() == LinkKind.TRANSFER)
        .forEach(link -> trees.computeIfAbsent(Tree.of(link), x -> new ArrayList<>()).add(link));
    trees.forEach(
        (tree, links) -> {
          Set<BrokerName> targets = new HashSet<>();
          Set<Set<RegionName>> hops = new HashSet<>();
          for (DesiredLink link : links) {
            assertThat(link.to().broker()).isNotEqualTo(tree.origin());
            assertThat(targets.add(link.to().broker())).isTrue();
            RegionName from = regionOf(catalog, link.from().broker());
            RegionName target = regionOf(catalog, link.to().broker());
            if (!from.equals(target)) {
              assertThat(hops.add(Set.of(from, target))).isTrue();
            }
          }
        });
    assertThat(new EventWalker(state, state.links().values()).looped()).isFalse();
  }

  @Property(tries = TRIES)
  void refusesAWayExactlyWhereThereIsNone(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 8).build().build();

    DesiredState state = planner.desired(catalog);

    Set<Name> refused = new HashSet<>();
    state.refusals().stream()
        .filter(
            refusal ->
                refusal.code() == Refusal.Code.UNREACHABLE
                    || refusal.code() == Refusal.Code.RESIDENCY_BREACH)
        .forEach(refusal -> refused.addAll(refusal.subjects()));
    Set<Name> unreachable = new HashSet<>();
    catalog
        .grants()
        .forEach(
            (key, grant) -> {
              var subscription = catalog.subscriptions().get(key.subscription()).spec();
              if (grant.state() == GrantState.APPROVED && subscription.selects(key.eventType())) {
                EventWalker.entries(state).stream()
                    .filter(entry -> entry.eventType().equals(key.eventType()))
                    .filter(entry -> !Floods.reaches(catalog, entry, subscription.at().broker()))
                    .forEach(entry -> unreachable.add(key.subscription()));
              }
            });
    refused.removeIf(name -> !(name instanceof SubscriptionName));
    assertThat(refused).isEqualTo(unreachable);
  }

  @Property(tries = TRIES)
  void checkerFindsNothingInWhatThePlannerComputes(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    assertThat(state.refusals())
        .noneMatch(refusal -> EventWalker.CHECKERS.contains(refusal.code()));
    assertThat(new RouteChecker(catalog).check(state)).isEmpty();
  }

  @Property(tries = FEWER)
  void checkerSeesWhatTheWalkerSeesWhenLinksAreDamaged(
      @ForAll long seed, @ForAll @IntRange(max = 4) int damage) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 6).connected().build().build();
    DesiredState state = planner.desired(catalog);

    DesiredState damaged = Damage.of(state, damage, seed);

    EventWalker walker = new EventWalker(damaged, damaged.links().values());
    Map<EventWalker.Got, Integer> expected = EventWalker.expected(catalog, damaged);
    boolean wrong =
        walker.looped()
            || !walker.read(damaged.routes()).equals(expected)
            || !walker.unwanted(catalog, damaged.routes()).isEmpty();
    if (wrong) {
      assertThat(new RouteChecker(catalog).find(damaged).all()).isNotEmpty();
    }
  }

  @Property(tries = FEWER)
  void planAfterApplyIsEmpty(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();
    World world = new World();
    DesiredState desired = planner.desired(catalog);

    world.apply(world.plan(catalog, new Scope.Mesh()), desired);

    Plan again = world.plan(catalog, new Scope.Mesh());
    assertThat(again.actions()).isEmpty();
    assertThat(again.blocked()).isEmpty();
  }

  @Property(tries = TRIES)
  void theOrderOfInsertionChangesNothing(@ForAll long seed, @ForAll @IntRange(min = 1) int order) {
    CatalogSnapshot one = RandomCatalogs.of(seed, 12).build().build();
    CatalogSnapshot other = RandomCatalogs.of(seed, 12).inOrder(order).build().build();

    assertThat(planner.desired(other)).isEqualTo(planner.desired(one));
    assertThat(PlanText.of(new World().plan(other, new Scope.Mesh())))
        .isEqualTo(PlanText.of(new World().plan(one, new Scope.Mesh())));
  }

  @Property(tries = FEWER)
  void teamByTeamLeadsWhereTheWholePlanLeads(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 5).connected().build().build();
    DesiredState desired = planner.desired(catalog);
    World world = new World();

    for (int team = 0; team < RandomCatalogs.TEAMS; team++) {
      TeamName name =
          new TeamName(
              "team-" + (team + Math.floorMod(seed, RandomCatalogs.TEAMS)) % RandomCatalogs.TEAMS);
      Plan plan = world.plan(catalog, new Scope.Team(name));
      assertOnlyOf(name, plan, desired, world.served());
      world.apply(plan, desired);
    }

    assertThat(world.plan(catalog, new Scope.Mesh()).actions()).isEmpty();
  }

  private static void assertOnlyOf(
      TeamName team, Plan plan, DesiredState desired, Set<Name> served) {
    for (Action action : plan.actions()) {
      switch (action) {
        case Action.SwitchManifest change -> {
          for (DesiredLink link : change.added()) {
            assertThat(link.demands().keySet())
                .allMatch(name -> served.contains(name) || team.equals(desired.owners().get(name)));
          }
        }
        case Action.CreateResource create -> {
          if (create.resource().id().kind().equals("acl")) {
            assertThat(create.terms().causes())
                .anyMatch(name -> team.equals(desired.owners().get(name)));
          }
        }
        case Action.ChangeResource change ->
            throw new AssertionError("nothing is there to change: " + change);
        case Action.AdoptResource adopt ->
            throw new AssertionError("nothing is there to adopt: " + adopt);
        case Action.WithdrawAccess withdraw ->
            throw new AssertionError("nobody loses access: " + withdraw);
        case Action.DeleteResource delete ->
            throw new AssertionError("nothing is to be deleted: " + delete);
        case Action.ReleaseResource release ->
            throw new AssertionError("nothing is to be given back: " + release);
      }
    }
  }

  @Property(tries = FEWER)
  void oneTeamsPlanLeavesEverybodyElsesEventsAlone(
      @ForAll long seed, @ForAll long wishes, @ForAll long costs) {
    CatalogSnapshot before = RandomCatalogs.of(seed, 5).connected().build().build();
    CatalogSnapshot after =
        RandomCatalogs.of(seed, 5)
            .connected()
            .otherWishes(wishes)
            .otherCosts(costs)
            .build()
            .build();
    World world = new World();
    DesiredState old = planner.desired(before);
    world.apply(world.plan(before, new Scope.Mesh()), old);
    DesiredState desired = planner.desired(after);
    TeamName team = new TeamName("team-0");

    Plan plan = world.plan(after, new Scope.Team(team));
    if (!plan.isApplicable()) {
      // A subscription whose channel would have to be made anew, or routes that cannot move: the
      // plan is shown and not applied. Without a change of topology nothing is refused, see below.
      return;
    }
    world.apply(plan, desired);

    SortedMap<LinkId, DesiredLink> links = new TreeMap<>();
    world.manifests().values().forEach(manifest -> links.putAll(manifest.links()));
    EventWalker walker = new EventWalker(desired, links.values());
    assertThat(walker.looped()).isFalse();
    Map<EventWalker.Got, Integer> expected = new HashMap<>();
    EventWalker.expected(before, old)
        .forEach((got, times) -> keep(expected, got, times, !isOf(team, got)));
    EventWalker.expected(after, desired)
        .forEach((got, times) -> keep(expected, got, times, isOf(team, got)));
    List<Route> routes = new ArrayList<>();
    for (Route route : old.routes()) {
      if (!ofTeam(team, route.grant().subscription())) {
        routes.add(route);
      }
    }
    desired.routes().stream()
        .filter(route -> ofTeam(team, route.grant().subscription()))
        .forEach(routes::add);
    Map<EventWalker.Got, Integer> got = walker.read(routes);
    assertThat(got).containsAllEntriesOf(expected);
    got.keySet().removeAll(expected.keySet());
    assertThat(got).isEmpty();
  }

  @Property(tries = FEWER)
  void oneTeamsPlanGoesThroughWhereTheTopologyStays(@ForAll long seed, @ForAll long wishes) {
    CatalogSnapshot before = RandomCatalogs.of(seed, 5).connected().build().build();
    CatalogSnapshot after =
        RandomCatalogs.of(seed, 5).connected().otherWishes(wishes).build().build();
    World world = new World();
    world.apply(world.plan(before, new Scope.Mesh()), planner.desired(before));

    Plan plan = world.plan(after, new Scope.Team(new TeamName("team-0")));

    assertThat(plan.refusals()).isEmpty();
  }

  private static void keep(
      Map<EventWalker.Got, Integer> map, EventWalker.Got got, int times, boolean wanted) {
    if (wanted) {
      map.put(got, times);
    }
  }

  private static boolean isOf(TeamName team, EventWalker.Got got) {
    return ofTeam(team, got.grant().subscription());
  }

  private static boolean ofTeam(TeamName team, SubscriptionName name) {
    return name.value().endsWith("-of-" + team.value().substring("team-".length()));
  }

  private static RegionName regionOf(CatalogSnapshot catalog, BrokerName broker) {
    return catalog.brokers().get(broker).spec().region();
  }

  /** Whether events can get somewhere, found by flooding the regions. */
  private static final class Floods {
    static boolean reaches(CatalogSnapshot catalog, ChannelId.Entry entry, BrokerName target) {
      RegionName start = regionOf(catalog, entry.broker());
      RegionName end = regionOf(catalog, target);
      if (!environment(catalog, start).equals(environment(catalog, end))) {
        // Another environment's events are simply not theirs.
        return true;
      }
      var residency = catalog.eventTypes().get(entry.eventType()).spec().residency();
      Set<RegionName> seen = new HashSet<>(Set.of(start));
      Deque<RegionName> open = new ArrayDeque<>(seen);
      for (RegionName here = open.poll(); here != null; here = open.poll()) {
        for (RegionName next : catalog.regions().keySet()) {
          boolean allowed =
              environment(catalog, next).equals(environment(catalog, start))
                  && (residency.isEmpty()
                      || residency.contains(catalog.regions().get(next).spec().jurisdiction()))
                  && hasBroker(catalog.brokers().keySet(), catalog, next);
          if (allowed
              && (dials(catalog, here, next) || dials(catalog, next, here))
              && seen.add(next)) {
            open.add(next);
          }
        }
      }
      return seen.contains(end);
    }

    private static boolean hasBroker(
        Collection<BrokerName> brokers, CatalogSnapshot catalog, RegionName region) {
      return brokers.stream().anyMatch(name -> regionOf(catalog, name).equals(region));
    }

    private static boolean dials(CatalogSnapshot catalog, RegionName from, RegionName target) {
      return catalog.regions().get(from).spec().reaches().stream()
          .anyMatch(reach -> reach.region().equals(target));
    }

    private static Object environment(CatalogSnapshot catalog, RegionName region) {
      return catalog.regions().get(region).spec().environment();
    }
  }
}
