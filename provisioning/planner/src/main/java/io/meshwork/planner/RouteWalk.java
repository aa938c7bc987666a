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
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Routing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows links as events would. One for a check of one desired state. */
final class RouteWalk {
  private final CatalogSnapshot catalog;
  private final Refusals faults;
  private final Map<RouteChecker.Arrival, Integer> arrivals;
  private final Map<ChannelId, List<DesiredLink>> outgoing = new HashMap<>();
  private final Map<ChannelId, List<Route>> readers = new HashMap<>();
  private final Map<Stop, List<Route>> paused = new HashMap<>();
  private final Map<LinkId, DesiredLink> untouched;

  RouteWalk(
      CatalogSnapshot catalog,
      DesiredState state,
      Refusals faults,
      Map<RouteChecker.Arrival, Integer> arrivals) {
    this.catalog = catalog;
    this.faults = faults;
    this.arrivals = arrivals;
    this.untouched = new HashMap<>(state.links());
    for (DesiredLink link : state.links().values()) {
      outgoing.computeIfAbsent(link.from().channel(), ignored -> new ArrayList<>()).add(link);
    }
    for (Route route : state.routes()) {
      for (LinkEnd end : route.reads()) {
        readers.computeIfAbsent(end.channel(), ignored -> new ArrayList<>()).add(route);
      }
      if (route.paused() && route.mode() == Route.Mode.CHANNEL) {
        Stop stop = new Stop(route.broker(), route.grant().eventType());
        paused.computeIfAbsent(stop, ignored -> new ArrayList<>()).add(route);
      }
    }
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
    untouched
        .values()
        .forEach(
            link ->
                faults.add(
                    new Refusal(
                        Refusal.Code.NEVER_REACHED,
                        link.causes(),
                        List.of(link.from().broker(), link.to().broker()),
                        "Link '%s' gets no events: nothing feeds %s at broker '%s'."
                            .formatted(
                                link.id(),
                                RouteChecker.describe(link.from().channel()),
                                link.from().broker()))));
  }

  /** Visits a channel; returns what the readers at it and behind it want. */
  private Wanted visit(ChannelId channel, Journey journey) {
    Wanted wanted = new Wanted();
    for (Route route : readers.getOrDefault(channel, List.of())) {
      GrantKey key = route.grant();
      if (key.eventType().equals(journey.type())) {
        arrive(key, route, journey);
        wanted.add(RouteChecker.grantedFilter(catalog, key));
      }
    }
    for (DesiredLink link : outgoing.getOrDefault(channel, List.of())) {
      if (link.eventType().equals(journey.type()) && link.origin().equals(journey.origin())) {
        follow(link, journey, wanted);
      }
    }
    // A subscription that is paused has no delivery link; what lies in its way still is for it.
    for (Route route : paused.getOrDefault(new Stop(channel.broker(), journey.type()), List.of())) {
      wanted.add(RouteChecker.grantedFilter(catalog, route.grant()));
    }
    return wanted;
  }

  private void arrive(GrantKey key, Route route, Journey journey) {
    if (!RouteChecker.isEntitled(catalog, key)) {
      faults.add(
          new Refusal(
              Refusal.Code.UNGRANTED,
              Causes.of(key.subscription()),
              journey.path(),
              "Subscription '%s' would get event type '%s', which nobody granted it."
                  .formatted(key.subscription(), key.eventType())));
    }
    if (route.mode() == Route.Mode.DIRECT || !route.paused()) {
      arrivals.merge(new RouteChecker.Arrival(key, journey.origin()), 1, Integer::sum);
    }
  }

  private void follow(DesiredLink link, Journey journey, Wanted wanted) {
    untouched.remove(link.id());
    BrokerName next = link.to().broker();
    journey.path().add(next);
    checkHop(link, journey);
    boolean shared = link.to().channel() instanceof ChannelId.Subscribed;
    boolean back =
        link.kind() == LinkKind.TRANSFER
            && (next.equals(journey.origin())
                || journey.path().subList(0, journey.path().size() - 1).contains(next));
    if (back) {
      fault(Refusal.Code.LOOP, link, journey, "leads back to where its events have been");
    } else if (!shared && !journey.seen().add(link.to().channel())) {
      fault(Refusal.Code.REACHED_TWICE, link, journey, "brings events to where they are already");
    } else {
      Wanted behind = shared ? delivered(link, journey) : visit(link.to().channel(), journey);
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
        wanted.add(RouteChecker.grantedFilter(catalog, key));
      }
    }
    return wanted;
  }

  private void compareFilter(DesiredLink link, Wanted behind, Journey journey) {
    if (behind.isNothing()) {
      fault(Refusal.Code.BLACK_HOLE, link, journey, "brings events where nobody takes them");
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
          Refusal.Code.NEVER_REACHED, link, journey, "holds back events that are wanted behind it");
    } else if (!all && (filters.isEmpty() || !behind.filters().containsAll(filters))) {
      Refusal.Code code =
          link.kind() == LinkKind.DELIVERY ? Refusal.Code.UNGRANTED : Refusal.Code.BLACK_HOLE;
      fault(code, link, journey, "brings events that nobody behind it asked for");
    }
  }

  private void checkHop(DesiredLink link, Journey journey) {
    BrokerName from = link.from().broker();
    BrokerName next = link.to().broker();
    if (!RouteChecker.sameEnvironment(catalog, from, next)) {
      fault(Refusal.Code.ENVIRONMENT_CROSSED, link, journey, "leads into another environment");
    }
    RegionSpec region = RouteChecker.region(catalog, next);
    var type = catalog.eventTypes().get(link.eventType());
    if (type != null
        && region != null
        && !type.spec().residency().isEmpty()
        && !type.spec().residency().contains(region.jurisdiction())) {
      fault(Refusal.Code.RESIDENCY_BREACH, link, journey, "leaves the allowed jurisdictions");
    }
    if (!runnerDials(link, from) || !runnerDials(link, next)) {
      fault(
          Refusal.Code.UNREACHABLE,
          link,
          journey,
          "runs in region '%s', which cannot dial both ends".formatted(link.runsIn()));
    }
  }

  private boolean runnerDials(DesiredLink link, BrokerName broker) {
    var entity = catalog.brokers().get(broker);
    var runner = catalog.regions().get(link.runsIn());
    return entity != null
        && runner != null
        && (entity.spec().region().equals(link.runsIn())
            || runner.spec().reaches().stream()
                .anyMatch(reach -> reach.region().equals(entity.spec().region())));
  }

  private void fault(Refusal.Code code, DesiredLink link, Journey journey, String what) {
    faults.add(
        new Refusal(
            code,
            link.causes(),
            journey.path(),
            "Link '%s' of event type '%s' %s.".formatted(link.id(), link.eventType(), what)));
  }

  private record Stop(BrokerName broker, EventTypeName type) {}

  /** Where the events of one entry channel have come. */
  private record Journey(
      EventTypeName type, BrokerName origin, List<Name> path, Set<ChannelId> seen) {}
}
