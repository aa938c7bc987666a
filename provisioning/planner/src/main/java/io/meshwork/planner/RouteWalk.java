package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.Routing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Follows links as events would. One for a check of one desired state. */
final class RouteWalk {
  private final CatalogSnapshot catalog;
  private final Faults faults;
  private final Map<RouteChecker.Arrival, Integer> arrivals;
  private final HopCheck hops;
  private final Entitlements entitlements;
  private final Map<ChannelId, List<DesiredLink>> outgoing = new HashMap<>();
  private final Map<ChannelId, List<Route>> readers = new HashMap<>();
  private final Map<GrantKey, Route> routes = new HashMap<>();
  private final Map<Stop, List<Route>> paused = new HashMap<>();
  private final Map<Tree, Set<ChannelId>> passed = new HashMap<>();
  private final Map<LinkId, DesiredLink> untouched;

  RouteWalk(
      CatalogSnapshot catalog,
      Entitlements entitlements,
      DesiredState state,
      Faults faults,
      Map<RouteChecker.Arrival, Integer> arrivals,
      Map<ChannelId, Integer> partitions) {
    this.catalog = catalog;
    this.entitlements = entitlements;
    this.faults = faults;
    this.arrivals = arrivals;
    this.hops = new HopCheck(catalog, state, faults, partitions);
    this.untouched = new HashMap<>();
    state
        .manifests()
        .forEach(
            (region, links) -> {
              for (DesiredLink link : links.values()) {
                untouched.put(link.id(), link);
                hops.checkPlace(region, link);
                outgoing
                    .computeIfAbsent(link.from().channel(), ignored -> new ArrayList<>())
                    .add(link);
              }
            });
    for (Route route : state.routes()) {
      routes.put(route.grant(), route);
      for (LinkEnd end : route.reads()) {
        readers.computeIfAbsent(end.channel(), ignored -> new ArrayList<>()).add(route);
      }
      if (route.paused() && route.mode() == Route.Mode.CHANNEL) {
        Stop stop = new Stop(route.broker(), route.grant().eventType());
        paused.computeIfAbsent(stop, ignored -> new ArrayList<>()).add(route);
      }
    }
  }

  int arrivals(GrantKey key, BrokerName origin) {
    return arrivals.getOrDefault(new RouteChecker.Arrival(key, origin), 0);
  }

  /** Whether an origin's events of a type come to a broker. */
  boolean comesTo(EventTypeName type, BrokerName origin, BrokerName at) {
    return passed
        .getOrDefault(new Tree(type, origin), Set.of())
        .contains(RouteChecker.channel(type, origin, at));
  }

  /** The changes that might lead an origin's events to who lacks them. */
  List<Repair> waysTo(GrantKey key, BrokerName origin, BrokerName target) {
    List<Repair> ways = new ArrayList<>();
    Route route = routes.get(key);
    if (route != null && route.mode() == Route.Mode.CHANNEL) {
      ways.add(new Repair.Deliver(key, origin));
      ways.add(
          new Repair.Attend(key, new ChannelId.Subscribed(key.subscription(), route.broker())));
    } else {
      ways.add(new Repair.Attend(key, RouteChecker.channel(key.eventType(), origin, target)));
    }
    Tree tree = new Tree(key.eventType(), origin);
    for (ChannelId missed : missed(tree)) {
      if (!missed.broker().equals(target)) {
        ways.addAll(leads(tree, missed.broker()));
      }
    }
    ways.addAll(leads(tree, target));
    return ways;
  }

  /** The links of a tree, any of which may be the one too many. */
  List<Repair> linksOf(GrantKey key, BrokerName origin) {
    List<Repair> ways = new ArrayList<>();
    for (List<DesiredLink> links : outgoing.values()) {
      for (DesiredLink link : links) {
        if (link.eventType().equals(key.eventType()) && link.origin().equals(origin)) {
          ways.add(new Repair.Unlink(link.id()));
        }
      }
    }
    ways.sort(Comparator.comparing(Repair::sentence));
    Route route = routes.get(key);
    if (route != null) {
      route.reads().forEach(end -> ways.add(new Repair.Unread(key.subscription(), end.channel())));
    }
    return ways;
  }

  /** The channels that links of a tree read and that nothing feeds. */
  private List<ChannelId> missed(Tree tree) {
    return untouched.values().stream()
        .filter(link -> Tree.of(link).equals(tree))
        .map(link -> link.from().channel())
        .distinct()
        .sorted(Comparator.comparing(ChannelId::toString))
        .toList();
  }

  private List<Repair> leads(Tree tree, BrokerName to) {
    return passed.getOrDefault(tree, Set.of()).stream()
        .map(ChannelId::broker)
        .filter(from -> !from.equals(to) && !to.equals(tree.origin()))
        .distinct()
        .sorted(
            Comparator.<BrokerName>comparingInt(from -> hops.distance(from, to))
                .thenComparing(Comparator.naturalOrder()))
        .<Repair>map(from -> new Repair.Lead(tree.eventType(), tree.origin(), from, to))
        .toList();
  }

  /** Follows the events of one entry channel. */
  void from(ChannelId.Entry entry) {
    List<Name> path = new ArrayList<>(List.of(entry.broker()));
    Journey journey = new Journey(entry.eventType(), entry.broker(), path, new HashSet<>());
    journey.seen().add(entry);
    visit(entry, journey);
  }

  /** Names the links that no event would ever come to. */
  void finish() {
    for (DesiredLink link : untouched.values()) {
      List<Repair> ways = new ArrayList<>(leads(Tree.of(link), link.from().broker()));
      missed(Tree.of(link)).forEach(each -> ways.addAll(leads(Tree.of(link), each.broker())));
      ways.add(new Repair.Unlink(link.id()));
      faults.add(
          Refusal.Code.NEVER_REACHED,
          link.causes(),
          List.of(link.from().broker(), link.to().broker()),
          "Link '%s' gets no events: nothing feeds %s at broker '%s'."
              .formatted(
                  link.id(), RouteChecker.describe(link.from().channel()), link.from().broker()),
          ways);
    }
  }

  /** Visits a channel; returns what the readers at it and behind it want. */
  private Wanted visit(ChannelId channel, Journey journey) {
    Wanted wanted = new Wanted();
    passed
        .computeIfAbsent(new Tree(journey.type(), journey.origin()), ignored -> new HashSet<>())
        .add(channel);
    for (Route route : readers.getOrDefault(channel, List.of())) {
      GrantKey key = route.grant();
      if (key.eventType().equals(journey.type())) {
        arrive(key, route, journey);
        wanted.add(entitlements.filter(key));
      }
    }
    for (DesiredLink link : outgoing.getOrDefault(channel, List.of())) {
      if (link.eventType().equals(journey.type()) && link.origin().equals(journey.origin())) {
        follow(link, journey, wanted);
      }
    }
    // A subscription that is paused has no delivery link; what lies in its way still is for it.
    for (Route route : paused.getOrDefault(new Stop(channel.broker(), journey.type()), List.of())) {
      wanted.add(entitlements.filter(route.grant()));
    }
    return wanted;
  }

  private void arrive(GrantKey key, Route route, Journey journey) {
    if (!entitlements.holds(key)) {
      List<Repair> ways = new ArrayList<>(List.of(new Repair.Approve(key)));
      route.reads().forEach(end -> ways.add(new Repair.Unread(key.subscription(), end.channel())));
      faults.add(
          Refusal.Code.UNGRANTED,
          List.of(key.subscription()),
          journey.path(),
          "Subscription '%s' would get event type '%s', which nobody granted it."
              .formatted(key.subscription(), key.eventType()),
          ways);
    }
    if (route.mode() == Route.Mode.DIRECT || !route.paused()) {
      arrivals.merge(new RouteChecker.Arrival(key, journey.origin()), 1, Integer::sum);
    }
  }

  private void follow(DesiredLink link, Journey journey, Wanted wanted) {
    untouched.remove(link.id());
    BrokerName next = link.to().broker();
    journey.path().add(next);
    hops.check(link, journey.path());
    boolean shared = link.to().channel() instanceof ChannelId.Subscribed;
    boolean back =
        link.kind() == LinkKind.TRANSFER
            && (next.equals(journey.origin())
                || journey.path().subList(0, journey.path().size() - 1).contains(next));
    if (back) {
      fault(
          Refusal.Code.LOOP,
          link,
          journey,
          "leads back to where its events have been",
          List.of(new Repair.Unlink(link.id())));
    } else if (!shared && !journey.seen().add(link.to().channel())) {
      fault(
          Refusal.Code.REACHED_TWICE,
          link,
          journey,
          "brings events to where they are already",
          linksInto(link));
    } else {
      Wanted behind = shared ? delivered(link, journey) : visit(link.to().channel(), journey);
      compareTransform(link, journey);
      compareFilter(link, behind, journey);
      wanted.add(behind);
    }
    journey.path().removeLast();
  }

  private Wanted delivered(DesiredLink link, Journey journey) {
    Wanted wanted = new Wanted();
    SubscriptionName subscription = link.subscription();
    for (Route route : readers.getOrDefault(link.to().channel(), List.of())) {
      GrantKey key = route.grant();
      if (key.eventType().equals(journey.type()) && key.subscription().equals(subscription)) {
        arrive(key, route, journey);
        wanted.add(entitlements.filter(key));
      }
    }
    return wanted;
  }

  private List<Repair> linksInto(DesiredLink link) {
    List<Repair> ways = new ArrayList<>(List.of(new Repair.Unlink(link.id())));
    outgoing.values().stream()
        .flatMap(List::stream)
        .filter(other -> other.to().channel().equals(link.to().channel()))
        .filter(other -> !other.id().equals(link.id()))
        .forEach(other -> ways.add(new Repair.Unlink(other.id())));
    return ways;
  }

  /** What a route may lack to take what comes to a broker. */
  private static List<Repair> missing(Route route, Tree tree, BrokerName at) {
    if (!route.broker().equals(at)) {
      return List.of(new Repair.Lead(tree.eventType(), tree.origin(), at, route.broker()));
    }
    return route.mode() == Route.Mode.CHANNEL
        ? List.of(
            new Repair.Deliver(route.grant(), tree.origin()),
            new Repair.Attend(
                route.grant(),
                new ChannelId.Subscribed(route.grant().subscription(), route.broker())))
        : List.of(
            new Repair.Attend(
                route.grant(), RouteChecker.channel(tree.eventType(), tree.origin(), at)));
  }

  private void compareTransform(DesiredLink link, Journey journey) {
    var subscription =
        link.subscription() == null ? null : catalog.subscriptions().get(link.subscription());
    JsonText wanted = subscription == null ? null : subscription.spec().transform();
    if (!Objects.equals(link.transform(), wanted)) {
      fault(
          Refusal.Code.UNGRANTED,
          link,
          journey,
          "hands payloads on otherwise than its subscription's transform says",
          List.of(new Repair.Refilter(link.id())));
    }
  }

  private void compareFilter(DesiredLink link, Wanted behind, Journey journey) {
    if (behind.isNothing()) {
      List<Repair> ways = new ArrayList<>();
      Tree tree = Tree.of(link);
      for (ChannelId missed : missed(tree)) {
        ways.add(
            new Repair.Lead(tree.eventType(), tree.origin(), link.to().broker(), missed.broker()));
      }
      for (Route route : routes.values()) {
        if (route.grant().eventType().equals(link.eventType())
            && (link.subscription() == null
                || link.subscription().equals(route.grant().subscription()))) {
          ways.addAll(missing(route, tree, link.to().broker()));
        }
      }
      ways.add(new Repair.Unlink(link.id()));
      fault(Refusal.Code.BLACK_HOLE, link, journey, "brings events where nobody takes them", ways);
      return;
    }
    var type = catalog.eventTypes().get(link.eventType());
    boolean all =
        behind.all()
            || (link.kind() == LinkKind.TRANSFER
                && type != null
                && type.spec().routing() == Routing.BROADCAST);
    Set<JsonText> filters = new HashSet<>(link.filters());
    if (!filters.isEmpty() && (all || !filters.containsAll(behind.filters()))) {
      fault(
          Refusal.Code.NEVER_REACHED,
          link,
          journey,
          "holds back events that are wanted behind it",
          List.of(new Repair.Refilter(link.id())));
    } else if (!all && (filters.isEmpty() || !behind.filters().containsAll(filters))) {
      Refusal.Code code =
          link.kind() == LinkKind.DELIVERY ? Refusal.Code.UNGRANTED : Refusal.Code.BLACK_HOLE;
      fault(
          code,
          link,
          journey,
          "brings events that nobody behind it asked for",
          List.of(new Repair.Refilter(link.id()), new Repair.Unlink(link.id())));
    }
  }

  private void fault(
      Refusal.Code code, DesiredLink link, Journey journey, String what, List<Repair> ways) {
    faults.add(
        code,
        link.causes(),
        journey.path(),
        "Link '%s' of event type '%s' %s.".formatted(link.id(), link.eventType(), what),
        ways);
  }

  private record Stop(BrokerName broker, EventTypeName type) {}

  /** Where the events of one entry channel have come. */
  private record Journey(
      EventTypeName type, BrokerName origin, List<Name> path, Set<ChannelId> seen) {}
}
