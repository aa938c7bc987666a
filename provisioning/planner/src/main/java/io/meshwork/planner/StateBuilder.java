package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Rate;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Transports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the desired state of one catalog; used once. */
final class StateBuilder {
  private final CatalogSnapshot catalog;
  private final Refusals refusals = new Refusals();
  private final Map<ChannelId, DataSize> measured;
  private final Survey survey;
  private final Ways ways;
  private final Map<BrokerName, NeedBook> books = new TreeMap<>();
  private final TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = new TreeMap<>();
  private final List<RouteDraft> routes = new ArrayList<>();
  private final Map<SubscriptionName, List<EventTypeSpec>> copied = new HashMap<>();

  StateBuilder(CatalogSnapshot catalog, Transports transports, Map<ChannelId, DataSize> measured) {
    this.catalog = catalog;
    this.measured = measured;
    this.survey = new Survey(catalog, transports, refusals);
    this.ways = new Ways(catalog, survey.stations());
    survey.stations().keySet().forEach(broker -> books.put(broker, new NeedBook(broker)));
    catalog.regions().keySet().forEach(region -> manifests.put(region, new TreeMap<>()));
  }

  DesiredState build() {
    lay();
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>();
    books.forEach((name, book) -> brokers.put(name, render(name, book)));
    return checked(state(brokers, owners()));
  }

  /** Finds out what is needed and which links lead where, and renders nothing. */
  void lay() {
    survey.origins().values().forEach(byBroker -> byBroker.values().forEach(this::bookEntry));
    survey.wishes().forEach(this::gatherCopies);
    survey.wishes().forEach(this::serve);
  }

  /** As far as it is laid, for the checker: brokers with needs, and nothing that fulfils them. */
  DesiredState unrendered() {
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>();
    Rendering nothing = new Rendering(List.of(), Map.of(), List.of(), List.of());
    survey
        .stations()
        .forEach(
            (name, station) -> brokers.put(name, desired(station, book(name).needs(), nothing)));
    return state(brokers, new TreeMap<>(Causes.ORDER));
  }

  private DesiredState state(
      SortedMap<BrokerName, DesiredBroker> brokers, SortedMap<Name, TeamName> owners) {
    return new DesiredState(
        catalog.revision(), brokers, manifests, routes(), refusals.all(), owners);
  }

  /** What is needed of a broker, as far as it is laid. */
  List<Need> needs(BrokerName broker) {
    return book(broker).needs().needs();
  }

  /** The links as far as they are laid. */
  SortedMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests() {
    return manifests;
  }

  /** The routes as far as they are laid, by grant. */
  List<Route> routes() {
    return routes.stream()
        .map(RouteDraft::route)
        .sorted(Comparator.comparing(Route::grant))
        .toList();
  }

  /** What was refused so far. */
  Refusals refusals() {
    return refusals;
  }

  private DesiredState checked(DesiredState state) {
    List<Refusal> faults = new RouteChecker(catalog).check(state);
    if (faults.isEmpty()) {
      return state;
    }
    faults.forEach(refusals::add);
    return new DesiredState(
        state.revision(),
        state.brokers(),
        state.manifests(),
        state.routes(),
        refusals.all(),
        state.owners());
  }

  private void bookEntry(Origin origin) {
    Entity<EventTypeName, EventTypeSpec> type = survey.eventType(origin.eventType());
    if (type == null) {
      return;
    }
    Station station = origin.station();
    NeedBook book = book(station.name());
    ChannelId entry = new ChannelId.Entry(origin.eventType(), station.name());
    book.channel(entry, SubscriptionShape.of(type.spec()), origin.publications());
    origin
        .writers()
        .forEach(
            (application, writer) ->
                book.publish(entry, application, writer.principal(), writer.publications()));
  }

  private void gatherCopies(EventTypeName name, List<Wish> wishes) {
    Entity<EventTypeName, EventTypeSpec> type = survey.eventType(name);
    for (Wish wish : wishes) {
      if (type != null && !wish.isDirect()) {
        copied.computeIfAbsent(wish.subscription(), ignored -> new ArrayList<>()).add(type.spec());
      }
    }
  }

  private void serve(EventTypeName name, List<Wish> wishes) {
    Entity<EventTypeName, EventTypeSpec> type = survey.eventType(name);
    if (type == null) {
      return;
    }
    Collection<Origin> origins = survey.origins().getOrDefault(name, new TreeMap<>()).values();
    Map<SubscriptionName, RouteDraft> drafts = new HashMap<>();
    for (Wish wish : wishes) {
      RouteDraft draft = new RouteDraft(wish);
      drafts.put(wish.subscription(), draft);
      routes.add(draft);
      refuseOtherEnvironments(type, wish, origins);
      if (!wish.isDirect()) {
        bookCopy(wish, draft);
      }
    }
    for (Origin origin : origins) {
      serve(type, origin, wishes, drafts);
    }
  }

  private void serve(
      Entity<EventTypeName, EventTypeSpec> type,
      Origin origin,
      List<Wish> wishes,
      Map<SubscriptionName, RouteDraft> drafts) {
    Weaver weaver = new Weaver(type.spec(), type.team(), origin, ways, refusals);
    Rate teamRate = CatalogRates.of(catalog, type.team());
    BrokerName home = origin.station().name();
    List<Wish> away =
        wishes.stream()
            .filter(wish -> isNear(wish, origin) && !wish.station().name().equals(home))
            .toList();
    Map<SubscriptionName, List<BrokerName>> reached = weaver.reach(away);
    SortedMap<BrokerName, DesiredLink> links = weaver.links();
    links.replaceAll((_, link) -> link.limited(null, teamRate));
    links.values().forEach(link -> bookTransfer(type.spec(), link));
    for (Wish wish : wishes) {
      List<BrokerName> stops =
          wish.station().name().equals(home) ? List.of() : reached.get(wish.subscription());
      if (stops == null) {
        continue;
      }
      RouteDraft draft = drafts.get(wish.subscription());
      if (draft == null) {
        continue;
      }
      for (BrokerName stop : stops) {
        DesiredLink link = links.get(stop);
        if (link != null) {
          draft.pass(link.id());
        }
      }
      deliver(wish, origin, weaver.end(wish.station()), draft);
    }
  }

  private static boolean isNear(Wish wish, Origin origin) {
    return wish.station()
        .regionSpec()
        .environment()
        .equals(origin.station().regionSpec().environment());
  }

  private void deliver(Wish wish, Origin origin, LinkEnd source, RouteDraft draft) {
    NeedBook book = book(wish.station().name());
    if (wish.isDirect()) {
      draft.read(source);
      if (wish.principal() != null && !wish.isPaused()) {
        book.read(source.channel(), wish.application(), wish.principal(), wish.subscription());
      }
      return;
    }
    if (wish.isPaused()) {
      return;
    }
    RegionName region = wish.station().region();
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    demands.put(wish.subscription(), wish.deliveryDemand());
    DesiredLink link =
        new DesiredLink(
            DesiredLink.deliveryId(
                origin.eventType(), origin.station().name(), wish.subscription()),
            LinkKind.DELIVERY,
            origin.eventType(),
            origin.station().name(),
            wish.team(),
            wish.subscription(),
            source,
            draft.target(),
            new Runners(region, region),
            false,
            demands,
            origin.publications(),
            draft.dead(),
            wish.spec().rate(),
            CatalogRates.of(catalog, wish.team()));
    draft.pass(link.id());
    book(link);
    book.slots(link.group(), demands.keySet());
  }

  private void bookTransfer(EventTypeSpec type, DesiredLink link) {
    NeedBook book = book(link.to().broker());
    Set<SubscriptionName> causes = link.demands().keySet();
    book.channel(link.to().channel(), SubscriptionShape.of(type), causes);
    book.slots(link.group(), causes);
    book.deadLetters(link);
    book(link);
  }

  private void book(DesiredLink link) {
    manifests.computeIfAbsent(link.runsIn(), ignored -> new TreeMap<>()).put(link.id(), link);
  }

  private void bookCopy(Wish wish, RouteDraft draft) {
    Station station = wish.station();
    NeedBook book = book(station.name());
    SubscriptionName subscription = wish.subscription();
    ChannelShape shape =
        SubscriptionShape.of(wish.spec(), copied.getOrDefault(subscription, List.of()), survey);
    ChannelId channel = new ChannelId.Subscribed(subscription, station.name());
    List<ChannelId> own = new ArrayList<>(List.of(channel));
    if (wish.spec().deadLetter()) {
      own.add(new ChannelId.DeadLetter(subscription, station.name()));
    }
    for (ChannelId id : own) {
      book.channel(id, shape, Set.of(subscription));
      if (wish.principal() != null) {
        book.read(id, wish.application(), wish.principal(), subscription);
      }
    }
    List<LinkEnd> ends =
        own.stream()
            .map(id -> new LinkEnd(id, station.blueprint().address(id), shape.partitions()))
            .toList();
    draft.into(ends.getFirst(), ends.size() > 1 ? ends.getLast() : null);
  }

  private void refuseOtherEnvironments(
      Entity<EventTypeName, EventTypeSpec> type, Wish wish, Collection<Origin> origins) {
    if (origins.isEmpty() || origins.stream().anyMatch(origin -> isNear(wish, origin))) {
      return;
    }
    Station target = wish.station();
    Station source = origins.iterator().next().station();
    refusals.add(
        new Refusal(
                Refusal.Code.ENVIRONMENT_CROSSED,
                Causes.of(wish.subscription()),
                List.of(source.name(), source.region(), target.region(), target.name()),
                "Subscription '%s' at broker '%s' is in environment '%s'; event type '%s' is published only in '%s' (broker '%s'), and links never cross environments. Publish it in '%s' too, or subscribe in '%s'."
                    .formatted(
                        wish.subscription(),
                        target.name(),
                        target.regionSpec().environment(),
                        type.name(),
                        source.regionSpec().environment(),
                        source.name(),
                        target.regionSpec().environment(),
                        source.regionSpec().environment()))
            .with(move(type, wish, origins)));
  }

  /** Where the subscription could stand without a further change; {@code null}: nowhere. */
  private @Nullable Repair move(
      Entity<EventTypeName, EventTypeSpec> type, Wish wish, Collection<Origin> origins) {
    for (Station station : survey.stations().values()) {
      Wish moved = wish.at(station);
      boolean welcome =
          station.spec().admits(wish.team())
              && survey.hasPrincipal(station, wish.application())
              && (type.spec().key() == null || station.can(Capability.ORDER));
      List<Origin> near = origins.stream().filter(origin -> isNear(moved, origin)).toList();
      if (welcome
          && !near.isEmpty()
          && near.stream()
              .allMatch(
                  origin ->
                      new Weaver(type.spec(), type.team(), origin, ways, new Refusals())
                          .reaches(moved))) {
        return new Repair.Move(wish.subscription(), station.name());
      }
    }
    return null;
  }

  /** Renders what is needed of a broker that can be used. */
  DesiredBroker render(BrokerName name, NeedBook book) {
    Station station = survey.stations().get(name);
    if (station == null) {
      throw new IllegalArgumentException("Broker '%s' cannot be used.".formatted(name));
    }
    refuseCollisions(station, book);
    book.channels().forEach(channel -> bookTraffic(book, channel.id()));
    Needs needs = book.needs();
    Rendering rendering = station.blueprint().render(needs);
    for (LimitBroken broken : rendering.limitsBroken()) {
      List<Name> subjects = new ArrayList<>(List.of(station.name()));
      broken.needs().stream().map(Need::causes).forEach(subjects::addAll);
      refusals.add(
          new Refusal(
              Refusal.Code.LIMIT_BROKEN,
              Causes.of(subjects),
              List.of(station.name()),
              broken.message()));
    }
    return desired(station, needs, rendering);
  }

  private static DesiredBroker desired(Station station, Needs needs, Rendering rendering) {
    return new DesiredBroker(
        station.region(),
        station.transport().name(),
        station.settings(),
        station.spec().readOnly(),
        needs,
        rendering);
  }

  /** A measured rate before a declared one, which is only the most that there may be. */
  private void bookTraffic(NeedBook book, ChannelId id) {
    DataSize known = measured.get(id);
    if (known == null && id instanceof ChannelId.Subscribed own) {
      var subscription = catalog.subscriptions().get(own.subscription());
      Rate rate = subscription == null ? null : subscription.spec().rate();
      known = rate == null ? null : rate.bytesPerSecond();
    }
    if (known != null) {
      book.traffic(id, known);
    }
  }

  private void refuseCollisions(Station station, NeedBook book) {
    Map<ChannelAddress, NeedBook.ChannelEntry> taken = new HashMap<>();
    for (NeedBook.ChannelEntry entry : book.channels()) {
      ChannelAddress address = station.blueprint().address(entry.id());
      NeedBook.ChannelEntry first = taken.putIfAbsent(address, entry);
      if (first != null) {
        List<Name> subjects = new ArrayList<>(entry.causes());
        subjects.addAll(first.causes());
        refusals.add(
            new Refusal(
                Refusal.Code.ADDRESS_COLLISION,
                Causes.of(subjects),
                List.of(station.name()),
                "Two channels would both be '%s' at broker '%s': %s and %s. Rename one of the two."
                    .formatted(address, station.name(), first.id(), entry.id())));
      }
    }
  }

  private NeedBook book(BrokerName broker) {
    return books.computeIfAbsent(broker, NeedBook::new);
  }

  private SortedMap<Name, TeamName> owners() {
    TreeMap<Name, TeamName> owners = new TreeMap<>(Causes.ORDER);
    catalog.teams().keySet().forEach(team -> owners.put(team, team));
    addOwners(owners, catalog.applications().values());
    addOwners(owners, catalog.eventTypes().values());
    addOwners(owners, catalog.publications().values());
    addOwners(owners, catalog.subscriptions().values());
    return owners;
  }

  private static void addOwners(
      Map<Name, TeamName> owners, Collection<? extends Entity<?, ?>> entities) {
    for (Entity<?, ?> entity : entities) {
      TeamName team = entity.metadata().team();
      if (team != null) {
        owners.put((Name) entity.name(), team);
      }
    }
  }
}
