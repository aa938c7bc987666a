package io.meshwork.deployment.route;

import io.meshwork.api.RouteDocument;
import io.meshwork.api.RouteDocument.Hop;
import io.meshwork.api.RouteDocument.State;
import io.meshwork.api.RouteDocument.Way;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.plan.Memory;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.planner.Demand;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Refusal;
import io.meshwork.planner.Route;
import io.meshwork.transport.spi.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Draws one route; used once. */
final class RouteDrawing {
  private final CatalogSnapshot catalog;
  private final DesiredState desired;
  private final Memory memory;
  private final Asked asked;
  private final Set<Placed> made = new HashSet<>();

  RouteDrawing(CatalogSnapshot catalog, DesiredState desired, Memory memory, Asked asked) {
    this.catalog = catalog;
    this.desired = desired;
    this.memory = memory;
    this.asked = asked;
  }

  /** Whose way to what. */
  record Asked(EventTypeName eventType, SubscriptionName subscription) {}

  RouteDocument document(@Nullable UUID plan, Map<LinkId, DesiredLink> before, List<Step> steps) {
    memory
        .causes()
        .forEach(
            (broker, resources) ->
                resources.keySet().forEach(id -> made.add(new Placed(broker, id.name()))));
    Map<LinkId, DesiredLink> after = new TreeMap<>(before);
    Set<Placed> coming = new HashSet<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Switch change -> change.links().forEach(link -> apply(link, after));
        case Step.OnBroker work -> {
          if (work.operation() instanceof Operation.Create(var resource)) {
            coming.add(new Placed(work.broker(), resource.id().name()));
          }
        }
      }
    }
    SortedMap<BrokerName, List<Hop>> ways = new TreeMap<>();
    Route route = route();
    if (route != null && route.mode() == Route.Mode.DIRECT) {
      for (LinkEnd end : route.reads()) {
        if (end.channel() instanceof ChannelId.Entry entry
            && (plan != null || isServed(route, end))) {
          Hop hop = entry(end, coming);
          ways.put(entry.broker(), List.of(isServed(route, end) ? hop : with(hop, State.PLANNED)));
        }
      }
    }
    SortedMap<LinkId, DesiredLink> all = new TreeMap<>(before);
    all.putAll(after);
    all.values().removeIf(link -> !isMine(before, link) && !isMine(after, link));
    for (BrokerName origin : all.values().stream().map(DesiredLink::origin).distinct().toList()) {
      ways.put(origin, hops(origin, all, before, after, coming));
    }
    return new RouteDocument(
        asked.eventType().value(),
        asked.subscription().value(),
        plan,
        ways.entrySet().stream().map(way -> new Way(way.getKey().value(), way.getValue())).toList(),
        problems(ways.isEmpty(), plan));
  }

  private static void apply(Step.LinkChange change, Map<LinkId, DesiredLink> links) {
    DesiredLink then = change.after();
    if (then == null) {
      links.remove(change.id());
    } else {
      links.put(change.id(), then);
    }
  }

  private boolean isMine(Map<LinkId, DesiredLink> links, DesiredLink link) {
    DesiredLink there = links.get(link.id());
    return there != null
        && there.eventType().equals(asked.eventType())
        && there.demands().containsKey(asked.subscription());
  }

  private List<Hop> hops(
      BrokerName origin,
      Map<LinkId, DesiredLink> all,
      Map<LinkId, DesiredLink> before,
      Map<LinkId, DesiredLink> after,
      Set<Placed> coming) {
    List<DesiredLink> left =
        new ArrayList<>(all.values().stream().filter(l -> l.origin().equals(origin)).toList());
    List<Hop> hops = new ArrayList<>();
    Set<ChannelId> reached = new HashSet<>();
    Comparator<DesiredLink> first = Comparator.comparing(link -> !isEntry(link.from().channel()));
    left.sort(first.thenComparing(DesiredLink::id));
    while (!left.isEmpty()) {
      DesiredLink next =
          left.stream()
              .filter(link -> reached.contains(link.from().channel()))
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      if (reached.add(next.from().channel())) {
        hops.add(entry(next.from(), coming));
      }
      reached.add(next.to().channel());
      boolean was = isMine(before, next);
      boolean will = isMine(after, next);
      hops.add(hop(next, was && will ? State.RUNS : will ? State.PLANNED : State.GOES));
    }
    return hops;
  }

  private static boolean isEntry(ChannelId channel) {
    return channel instanceof ChannelId.Entry;
  }

  private Hop entry(LinkEnd end, Set<Placed> coming) {
    boolean planned = !made.contains(placed(end)) || coming.contains(placed(end));
    return new Hop(
        region(end.broker()),
        end.broker().value(),
        end.address().value(),
        null,
        null,
        0,
        null,
        planned ? State.PLANNED : State.RUNS);
  }

  /** Whether the reader has what it needs at the broker already. */
  private boolean isServed(Route route, LinkEnd end) {
    return made.contains(placed(end))
        && (route.principal() == null
            || memory.causes().getOrDefault(end.broker(), Map.of()).values().stream()
                .anyMatch(causes -> causes.contains(asked.subscription())));
  }

  private static Hop with(Hop hop, State state) {
    return new Hop(
        hop.region(),
        hop.broker(),
        hop.channel(),
        hop.link(),
        hop.filter(),
        hop.sharedWith(),
        hop.runsIn(),
        state);
  }

  private Hop hop(DesiredLink link, State state) {
    Demand demand = link.demands().get(asked.subscription());
    JsonText filter = demand == null || link.sendsAll() ? null : demand.filter();
    return new Hop(
        region(link.to().broker()),
        link.to().broker().value(),
        link.to().address().value(),
        link.id().value(),
        filter == null ? null : filter.value(),
        link.demands().size() - (demand == null ? 0 : 1),
        link.runsIn().value(),
        state);
  }

  private List<String> problems(boolean nothing, @Nullable UUID plan) {
    List<String> problems = new ArrayList<>();
    desired.refusals().stream()
        .filter(refusal -> refusal.subjects().contains(asked.subscription()))
        .map(Refusal::message)
        .forEach(problems::add);
    if (problems.isEmpty() && nothing) {
      problems.add(
          route() == null
              ? "Subscription '%s' has no approved grant for event type '%s'."
                  .formatted(asked.subscription(), asked.eventType())
              : plan == null
                  ? "Nothing runs yet. Plan and apply; 'plan' shows the way before that."
                  : "The plan leads nothing there. Plan for the subscription or for the mesh.");
    }
    return problems;
  }

  private @Nullable Route route() {
    GrantKey key = new GrantKey(asked.subscription(), asked.eventType());
    return desired.routes().stream()
        .filter(route -> route.grant().equals(key))
        .findFirst()
        .orElse(null);
  }

  private String region(BrokerName broker) {
    var entity = catalog.brokers().get(broker);
    return entity == null ? "" : entity.spec().region().value();
  }

  private static Placed placed(LinkEnd end) {
    return new Placed(end.broker(), end.address().value());
  }

  /** A name on a broker. */
  private record Placed(BrokerName broker, String name) {}
}
