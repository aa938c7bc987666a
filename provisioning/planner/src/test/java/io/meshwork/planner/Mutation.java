package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** One thing that a faulty planner could get wrong, done by hand to a right state. */
enum Mutation {
  DROP_A_LINK(Refusal.Code.NEVER_REACHED),
  DROP_A_DELIVERY(Refusal.Code.NEVER_REACHED),
  REDIRECT_A_LINK(
      Refusal.Code.NEVER_REACHED,
      Refusal.Code.REACHED_TWICE,
      Refusal.Code.LOOP,
      Refusal.Code.BLACK_HOLE),
  FEED_A_CHANNEL_TWICE(Refusal.Code.REACHED_TWICE),
  LEAD_BACK(Refusal.Code.LOOP, Refusal.Code.REACHED_TWICE),
  LEAD_WHERE_NOBODY_READS(Refusal.Code.BLACK_HOLE, Refusal.Code.ENVIRONMENT_CROSSED),
  WIDEN_A_FILTER(Refusal.Code.BLACK_HOLE, Refusal.Code.UNGRANTED),
  CHANGE_A_FILTER(Refusal.Code.NEVER_REACHED),
  MOVE_A_RUNNER(Refusal.Code.UNREACHABLE),
  PUT_A_LINK_INTO_ANOTHER_MANIFEST(Refusal.Code.UNREACHABLE),
  CHANGE_A_LINKS_PARTITIONS(Refusal.Code.ORDER_BROKEN),
  CHANGE_A_CHANNELS_PARTITIONS(Refusal.Code.ORDER_BROKEN),
  WRITE_TO_ANOTHER_ADDRESS(Refusal.Code.BLACK_HOLE),
  FORGET_A_CHANNEL(Refusal.Code.BLACK_HOLE, Refusal.Code.NEVER_REACHED),
  CHANGE_A_LINKS_ORIGIN(Refusal.Code.NEVER_REACHED),
  CHANGE_A_LINKS_TYPE(Refusal.Code.NEVER_REACHED),
  FORGET_WHAT_A_ROUTE_READS(Refusal.Code.NEVER_REACHED),
  FORGET_A_RIGHT(Refusal.Code.NEVER_REACHED),
  GIVE_A_RIGHT_TOO_MANY(Refusal.Code.UNGRANTED),
  DELIVER_TO_ANOTHER(Refusal.Code.UNGRANTED, Refusal.Code.NEVER_REACHED, Refusal.Code.BLACK_HOLE);

  // A list that List.of made does not change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Refusal.Code> codes;

  Mutation(Refusal.Code... codes) {
    this.codes = List.of(codes);
  }

  /** The codes under which it may be found. */
  List<Refusal.Code> codes() {
    return codes;
  }

  /** The state with the mutation; empty where it has nothing to damage or would change nothing. */
  Optional<DesiredState> on(CatalogSnapshot catalog, DesiredState state, Random random) {
    return switch (this) {
      case DROP_A_LINK,
          DROP_A_DELIVERY,
          REDIRECT_A_LINK,
          FEED_A_CHANNEL_TWICE,
          LEAD_BACK,
          LEAD_WHERE_NOBODY_READS,
          WIDEN_A_FILTER,
          CHANGE_A_FILTER,
          MOVE_A_RUNNER ->
          onWays(catalog, state, random);
      case PUT_A_LINK_INTO_ANOTHER_MANIFEST,
          CHANGE_A_LINKS_PARTITIONS,
          CHANGE_A_CHANNELS_PARTITIONS,
          WRITE_TO_ANOTHER_ADDRESS,
          FORGET_A_CHANNEL ->
          onLinks(catalog, state, random);
      case CHANGE_A_LINKS_ORIGIN, CHANGE_A_LINKS_TYPE, FORGET_WHAT_A_ROUTE_READS, FORGET_A_RIGHT ->
          onChannels(catalog, state, random);
      case GIVE_A_RIGHT_TOO_MANY, DELIVER_TO_ANOTHER -> onReaders(catalog, state, random);
    };
  }

  private Optional<DesiredState> onWays(
      CatalogSnapshot catalog, DesiredState state, Random random) {
    List<DesiredLink> transfers = links(state, LinkKind.TRANSFER);
    List<DesiredLink> deliveries = links(state, LinkKind.DELIVERY);
    return switch (this) {
      case DROP_A_LINK -> pick(transfers, random).map(link -> replaced(state, link, null));
      case DROP_A_DELIVERY -> pick(deliveries, random).map(link -> replaced(state, link, null));
      case REDIRECT_A_LINK ->
          pick(transfers, random)
              .flatMap(
                  link ->
                      otherBroker(catalog, link, random)
                          .map(at -> replaced(state, link, to(link, at, link.id().value()))));
      case FEED_A_CHANNEL_TWICE ->
          pick(transfers, random)
              .map(link -> added(state, Damage.joining("again", link.from(), link.to(), link)));
      case LEAD_BACK ->
          pick(transfers, random)
              .map(link -> added(state, Damage.joining("back", link.to(), link.from(), link)));
      case LEAD_WHERE_NOBODY_READS ->
          pick(transfers, random)
              .flatMap(
                  link ->
                      otherBroker(catalog, link, random)
                          .filter(at -> isUnused(state, link, at))
                          .map(at -> added(state, to(link, at, link.id() + "#astray"))));
      case WIDEN_A_FILTER ->
          pick(
                  state.links().values().stream()
                      .filter(link -> link.isFiltering() && !link.sendsAll())
                      .toList(),
                  random)
              .map(link -> replaced(state, link, Damage.demanding(link, null)));
      case CHANGE_A_FILTER ->
          pick(state.links().values().stream().filter(link -> !link.sendsAll()).toList(), random)
              .map(link -> replaced(state, link, Damage.demanding(link, "{\"id\":[\"zz\"]}")));
      case MOVE_A_RUNNER ->
          pick(List.copyOf(state.links().values()), random)
              .flatMap(
                  link ->
                      pick(blind(catalog, link), random)
                          .map(
                              region ->
                                  replaced(state, link, link.in(new Runners(region, region)))));
      default -> throw new AssertionError(this);
    };
  }

  private Optional<DesiredState> onLinks(
      CatalogSnapshot catalog, DesiredState state, Random random) {
    List<DesiredLink> transfers = links(state, LinkKind.TRANSFER);
    return switch (this) {
      case PUT_A_LINK_INTO_ANOTHER_MANIFEST ->
          pick(List.copyOf(state.links().values()), random)
              .flatMap(
                  link ->
                      pick(
                              catalog.regions().keySet().stream()
                                  .filter(region -> !region.equals(link.runsIn()))
                                  .sorted()
                                  .toList(),
                              random)
                          .map(region -> placed(state, link, region)));
      case CHANGE_A_LINKS_PARTITIONS ->
          pick(transfers, random)
              .map(link -> replaced(state, link, link.between(link.from(), sized(link.to(), 1))));
      case CHANGE_A_CHANNELS_PARTITIONS ->
          pick(transfers, random)
              .map(link -> new StateEdit(state).repartition(link.to().channel(), 7))
              .map(changed -> sameLinks(state, changed));
      case WRITE_TO_ANOTHER_ADDRESS ->
          pick(
                  state.links().values().stream()
                      .filter(link -> isRead(state, link.to().channel()))
                      .toList(),
                  random)
              .map(
                  link ->
                      replaced(
                          state,
                          link,
                          link.between(
                              link.from(),
                              new LinkEnd(
                                  link.to().channel(),
                                  new ChannelAddress("elsewhere"),
                                  link.to().partitions()))));
      case FORGET_A_CHANNEL ->
          pick(List.copyOf(state.links().values()), random)
              .map(link -> without(state, link.to().channel()));
      default -> throw new AssertionError(this);
    };
  }

  private Optional<DesiredState> onChannels(
      CatalogSnapshot catalog, DesiredState state, Random random) {
    List<DesiredLink> transfers = links(state, LinkKind.TRANSFER);
    return switch (this) {
      case CHANGE_A_LINKS_ORIGIN ->
          pick(transfers, random)
              .flatMap(
                  link ->
                      pick(
                              catalog.brokers().keySet().stream()
                                  .filter(name -> !name.equals(link.origin()))
                                  .sorted()
                                  .toList(),
                              random)
                          .map(name -> replaced(state, link, copy(link, link.eventType(), name))));
      case CHANGE_A_LINKS_TYPE ->
          pick(transfers, random)
              .map(
                  link ->
                      replaced(
                          state, link, copy(link, new EventTypeName("other.type"), link.origin())));
      case FORGET_WHAT_A_ROUTE_READS ->
          pick(live(state), random)
              .map(
                  route ->
                      new StateEdit(state)
                          .unread(
                              route.grant().subscription(), route.reads().getFirst().channel()));
      case FORGET_A_RIGHT ->
          pick(live(state), random)
              .map(
                  route ->
                      withRoutes(
                          new StateEdit(state)
                              .unread(
                                  route.grant().subscription(), route.reads().getFirst().channel()),
                          state.routes()));
      default -> throw new AssertionError(this);
    };
  }

  private Optional<DesiredState> onReaders(
      CatalogSnapshot catalog, DesiredState state, Random random) {
    List<DesiredLink> deliveries = links(state, LinkKind.DELIVERY);
    return switch (this) {
      case GIVE_A_RIGHT_TOO_MANY ->
          pick(
                  live(state).stream()
                      .filter(route -> route.mode() == Route.Mode.CHANNEL)
                      .filter(route -> RouteChecker.grantedFilter(catalog, route.grant()) != null)
                      .toList(),
                  random)
              .flatMap(
                  route ->
                      entry(state, route.grant().eventType())
                          .map(
                              entry ->
                                  withRoutes(
                                      new StateEdit(state)
                                          .attend(
                                              catalog,
                                              route.grant(),
                                              new LinkEnd(entry, new ChannelAddress("x"), 3)),
                                      state.routes())));
      case DELIVER_TO_ANOTHER ->
          pick(deliveries, random)
              .flatMap(
                  link ->
                      pick(
                              deliveries.stream()
                                  .filter(other -> !other.to().equals(link.to()))
                                  .toList(),
                              random)
                          .map(
                              other ->
                                  replaced(state, link, link.between(link.from(), other.to()))));
      default -> throw new AssertionError(this);
    };
  }

  private static <T> Optional<T> pick(List<T> from, Random random) {
    return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
  }

  private static List<DesiredLink> links(DesiredState state, LinkKind kind) {
    return state.links().values().stream().filter(link -> link.kind() == kind).toList();
  }

  private static List<Route> live(DesiredState state) {
    return state.routes().stream()
        .filter(route -> !route.paused() && !route.reads().isEmpty())
        .filter(route -> !route.links().isEmpty() || route.mode() == Route.Mode.DIRECT)
        .toList();
  }

  private static Optional<ChannelId> entry(DesiredState state, EventTypeName type) {
    return EventWalker.entries(state).stream()
        .filter(entry -> entry.eventType().equals(type))
        .sorted(Comparator.comparing(ChannelId.Entry::toString))
        .<ChannelId>map(entry -> entry)
        .findFirst();
  }

  private static Optional<BrokerName> otherBroker(
      CatalogSnapshot catalog, DesiredLink link, Random random) {
    return pick(
        catalog.brokers().keySet().stream()
            .filter(name -> !name.equals(link.to().broker()))
            .filter(name -> !name.equals(link.from().broker()))
            .sorted()
            .toList(),
        random);
  }

  private static boolean isUnused(DesiredState state, DesiredLink link, BrokerName at) {
    ChannelId channel = RouteChecker.channel(link.eventType(), link.origin(), at);
    return !at.equals(link.origin())
        && state.links().values().stream().noneMatch(each -> each.to().channel().equals(channel))
        && state.routes().stream()
            .noneMatch(
                route ->
                    route.broker().equals(at)
                        && route.grant().eventType().equals(link.eventType()));
  }

  private static boolean isRead(DesiredState state, ChannelId channel) {
    return state.routes().stream()
        .anyMatch(route -> route.reads().stream().anyMatch(end -> end.channel().equals(channel)));
  }

  /** The regions that cannot run a link. */
  private static List<RegionName> blind(CatalogSnapshot catalog, DesiredLink link) {
    List<RegionName> ends =
        List.of(
            catalog.brokers().get(link.from().broker()).spec().region(),
            catalog.brokers().get(link.to().broker()).spec().region());
    return catalog.regions().entrySet().stream()
        .filter(
            region ->
                !ends.stream()
                    .allMatch(
                        end ->
                            end.equals(region.getKey())
                                || region.getValue().spec().reaches().stream()
                                    .anyMatch(reach -> reach.region().equals(end))))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static LinkEnd sized(LinkEnd end, int partitions) {
    return new LinkEnd(end.channel(), end.address(), partitions);
  }

  private static DesiredLink to(DesiredLink link, BrokerName at, String id) {
    DesiredLink moved =
        link.between(
            link.from(),
            new LinkEnd(
                RouteChecker.channel(link.eventType(), link.origin(), at),
                new ChannelAddress(link.eventType() + "." + at),
                link.to().partitions()));
    return copy(moved, new LinkId(id));
  }

  private static DesiredLink copy(DesiredLink link, LinkId id) {
    return new DesiredLink(
        id,
        link.kind(),
        link.eventType(),
        link.origin(),
        link.team(),
        link.subscription(),
        link.from(),
        link.to(),
        link.runners(),
        link.sendsAll(),
        link.demands(),
        link.publications(),
        link.deadLetters(),
        link.rate(),
        link.teamRate());
  }

  private static DesiredLink copy(DesiredLink link, EventTypeName type, BrokerName origin) {
    return new DesiredLink(
        link.id(),
        link.kind(),
        type,
        origin,
        link.team(),
        link.subscription(),
        link.from(),
        link.to(),
        link.runners(),
        link.sendsAll(),
        link.demands(),
        link.publications(),
        link.deadLetters(),
        link.rate(),
        link.teamRate());
  }

  private static DesiredState added(DesiredState state, DesiredLink link) {
    List<DesiredLink> links = new ArrayList<>(state.links().values());
    links.add(link);
    return Damage.with(state, links);
  }

  private static DesiredState replaced(
      DesiredState state, DesiredLink old, DesiredLink replacement) {
    List<DesiredLink> links = new ArrayList<>(state.links().values());
    links.remove(old);
    if (replacement != null) {
      links.add(replacement);
    }
    return Damage.with(state, links);
  }

  private static DesiredState placed(DesiredState state, DesiredLink link, RegionName region) {
    List<Repaired.Placed> placed = new ArrayList<>();
    state
        .links()
        .values()
        .forEach(
            each ->
                placed.add(new Repaired.Placed(each.equals(link) ? region : each.runsIn(), each)));
    return new StateEdit(state).with(placed);
  }

  private static DesiredState sameLinks(DesiredState state, DesiredState changed) {
    return new DesiredState(
        state.revision(),
        changed.brokers(),
        state.manifests(),
        state.routes(),
        state.refusals(),
        state.owners());
  }

  private static DesiredState withRoutes(DesiredState state, List<Route> routes) {
    return new DesiredState(
        state.revision(),
        state.brokers(),
        state.manifests(),
        routes,
        state.refusals(),
        state.owners());
  }

  private static DesiredState without(DesiredState state, ChannelId channel) {
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>(state.brokers());
    brokers.computeIfPresent(
        channel.broker(),
        (name, broker) ->
            new DesiredBroker(
                broker.region(),
                broker.transport(),
                broker.settings(),
                broker.readOnly(),
                new Needs(
                    name,
                    broker.needs().needs().stream()
                        .filter(
                            need ->
                                !(need instanceof Need.Channel made && made.id().equals(channel)))
                        .toList()),
                broker.rendering()));
    SortedMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = state.manifests();
    return new DesiredState(
        state.revision(), brokers, manifests, state.routes(), state.refusals(), state.owners());
  }
}
