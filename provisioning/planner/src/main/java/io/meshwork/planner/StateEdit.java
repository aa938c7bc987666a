package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes a desired state that differs in one thing. */
record StateEdit(DesiredState state) {
  DesiredState with(Collection<Repaired.Placed> links) {
    TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = new TreeMap<>();
    for (Repaired.Placed each : links) {
      manifests
          .computeIfAbsent(each.region(), ignored -> new TreeMap<>())
          .put(each.link().id(), each.link());
    }
    return with(state.brokers(), manifests, state.routes());
  }

  DesiredState repartition(ChannelId channel, int count) {
    UnaryOperator<LinkEnd> end =
        old -> old.channel().equals(channel) ? new LinkEnd(channel, old.address(), count) : old;
    TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = new TreeMap<>();
    state
        .manifests()
        .forEach(
            (region, links) -> {
              TreeMap<LinkId, DesiredLink> changed = new TreeMap<>();
              links.forEach(
                  (id, link) ->
                      changed.put(id, link.between(end.apply(link.from()), end.apply(link.to()))));
              manifests.put(region, changed);
            });
    List<Route> routes =
        state.routes().stream()
            .map(route -> reading(route, route.reads().stream().map(end).toList()))
            .toList();
    return with(
        needs(
            channel.broker(),
            need ->
                need instanceof Need.Channel made && made.id().equals(channel)
                    ? List.of(new Need.Channel(channel, sized(made.shape(), count), made.causes()))
                    : List.of(need)),
        manifests,
        routes);
  }

  DesiredState unread(SubscriptionName subscription, ChannelId channel) {
    List<Route> routes =
        state.routes().stream()
            .map(
                route ->
                    route.grant().subscription().equals(subscription)
                        ? reading(
                            route,
                            route.reads().stream()
                                .filter(end -> !end.channel().equals(channel))
                                .toList())
                        : route)
            .toList();
    return with(
        needs(
            channel.broker(),
            need ->
                need instanceof Need.Read read
                        && read.subscription().equals(subscription)
                        && read.channel().equals(channel)
                    ? List.of()
                    : List.of(need)),
        new TreeMap<>(state.manifests()),
        routes);
  }

  DesiredState attend(CatalogSnapshot catalog, GrantKey grant, LinkEnd end) {
    boolean reads =
        state.brokers().get(end.broker()) != null
            && state.brokers().get(end.broker()).needs().needs().stream()
                .anyMatch(
                    need ->
                        need instanceof Need.Read read
                            && read.subscription().equals(grant.subscription())
                            && read.channel().equals(end.channel()));
    List<Route> routes = new ArrayList<>();
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>(state.brokers());
    for (Route route : state.routes()) {
      List<LinkEnd> ends = new ArrayList<>(route.reads());
      if (route.grant().equals(grant)) {
        if (ends.stream().noneMatch(each -> each.channel().equals(end.channel()))) {
          ends.add(end);
        }
        String principal = route.principal();
        if (!reads && principal != null) {
          Need.Read read =
              new Need.Read(
                  end.channel(),
                  route.application(),
                  principal,
                  grant.subscription(),
                  Set.of(grant.subscription()));
          brokers.computeIfPresent(
              end.broker(), (ignored, broker) -> with(broker, added(broker, read)));
        }
      }
      routes.add(reading(route, ends));
    }
    return with(brokers, new TreeMap<>(state.manifests()), routes);
  }

  DesiredState provide(CatalogSnapshot catalog, ChannelId channel) {
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>(state.brokers());
    EventTypeName name =
        switch (channel) {
          case ChannelId.Entry entry -> entry.eventType();
          case ChannelId.Arrival arrival -> arrival.eventType();
          case ChannelId.Subscribed ignored -> null;
          case ChannelId.DeadLetter ignored -> null;
          case ChannelId.DeadTransfers ignored -> null;
        };
    var type = name == null ? null : catalog.eventTypes().get(name);
    ChannelShape shape =
        type == null
            ? new ChannelShape(
                seen(channel), SubscriptionShape.PATTERN_RETENTION, null, new DataSize(0))
            : SubscriptionShape.of(type.spec());
    brokers.computeIfPresent(
        channel.broker(),
        (ignored, broker) ->
            with(broker, added(broker, new Need.Channel(channel, shape, Set.of()))));
    return with(brokers, new TreeMap<>(state.manifests()), state.routes());
  }

  /** How many partitions a channel has by what is made, else by its event type. */
  int partitions(CatalogSnapshot catalog, ChannelId channel) {
    DesiredBroker broker = state.brokers().get(channel.broker());
    if (broker != null) {
      for (Need need : broker.needs().needs()) {
        if (need instanceof Need.Channel made && made.id().equals(channel)) {
          return made.shape().partitions();
        }
      }
    }
    Tree tree = Tree.of(channel);
    var type = tree == null ? null : catalog.eventTypes().get(tree.eventType());
    return type == null ? 1 : type.spec().partitions();
  }

  private int seen(ChannelId channel) {
    return state.links().values().stream()
        .filter(link -> link.to().channel().equals(channel))
        .mapToInt(link -> link.to().partitions())
        .findFirst()
        .orElse(1);
  }

  private SortedMap<BrokerName, DesiredBroker> needs(
      BrokerName at, Function<Need, List<Need>> change) {
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>(state.brokers());
    brokers.computeIfPresent(
        at,
        (ignored, broker) ->
            with(
                broker,
                broker.needs().needs().stream().map(change).flatMap(List::stream).toList()));
    return brokers;
  }

  private static List<Need> added(DesiredBroker broker, Need need) {
    List<Need> needs = new ArrayList<>(broker.needs().needs());
    needs.add(need);
    return needs;
  }

  private static DesiredBroker with(DesiredBroker broker, List<Need> needs) {
    return new DesiredBroker(
        broker.region(),
        broker.transport(),
        broker.settings(),
        broker.readOnly(),
        new Needs(broker.needs().broker(), needs, broker.needs().traffic()),
        broker.rendering());
  }

  private static ChannelShape sized(ChannelShape shape, int count) {
    return new ChannelShape(count, shape.retention(), shape.retainedSize(), shape.maxSize());
  }

  private static Route reading(Route route, List<LinkEnd> reads) {
    return new Route(
        route.grant(),
        route.broker(),
        route.application(),
        route.principal(),
        route.mode(),
        route.links(),
        reads,
        route.paused());
  }

  private DesiredState with(
      SortedMap<BrokerName, DesiredBroker> brokers,
      SortedMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests,
      List<Route> routes) {
    return new DesiredState(
        state.revision(), brokers, manifests, routes, state.refusals(), state.owners());
  }
}
