package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Transports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a catalog's desired state from that of another catalog which differs in few event types,
 * publications, subscriptions or grants.
 *
 * <p>Invariant: the result equals what would be made from nothing. Event types are connected by the
 * subscriptions that have or name several of them, and by nothing else; so the part of the state
 * that belongs to the connected event types is laid and checked anew, all else is kept, and what is
 * shared is added up: slots and dead transfers from the links, and the brokers touched are rendered
 * whole.
 */
final class StateRenewal {
  private final DesiredState known;
  private final CatalogSnapshot after;
  private final Transports transports;
  private final CatalogPart part;
  private final Map<GrantKey, Grant> grants;

  /**
   * From one to another.
   *
   * @param known the desired state of {@code before}
   */
  StateRenewal(
      CatalogSnapshot before, DesiredState known, CatalogSnapshot after, Transports transports) {
    this.known = known;
    this.after = after;
    this.transports = transports;
    this.part = new CatalogPart(before, after);
    this.grants = part.grants();
  }

  /** Whether it is less work than making the state from nothing. */
  boolean isSmall() {
    return part.isSameMesh() && 2 * grants.size() <= after.grants().size();
  }

  /** The desired state; {@code null}: it has faults, which only the whole can name. */
  @Nullable DesiredState renewed() {
    CatalogSnapshot alone = part.alone(grants);
    StateBuilder builder = new StateBuilder(alone, transports, Map.of());
    builder.lay();
    if (!new RouteChecker(alone).find(builder.unrendered()).found().isEmpty()) {
      return null;
    }
    TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = new TreeMap<>();
    known.manifests().forEach((region, links) -> manifests.put(region, kept(links)));
    builder
        .manifests()
        .forEach(
            (region, links) ->
                manifests.computeIfAbsent(region, ignored -> new TreeMap<>()).putAll(links));
    SortedMap<BrokerName, NeedBook> books = touched(builder);
    manifests.values().forEach(links -> links.values().forEach(link -> bookShared(books, link)));
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>(known.brokers());
    books.forEach((name, book) -> brokers.put(name, builder.render(name, book)));
    List<Route> routes = new ArrayList<>(builder.routes());
    known.routes().stream()
        .filter(route -> !part.has(route.grant().eventType()))
        .forEach(routes::add);
    routes.sort(Comparator.comparing(Route::grant));
    known.refusals().stream()
        .filter(refusal -> stands(refusal, books.keySet()))
        .forEach(builder.refusals()::add);
    return new DesiredState(
        after.revision(), brokers, manifests, routes, builder.refusals().all(), owners());
  }

  private SortedMap<LinkId, DesiredLink> kept(SortedMap<LinkId, DesiredLink> links) {
    TreeMap<LinkId, DesiredLink> kept = new TreeMap<>(links);
    kept.values().removeIf(link -> part.has(link.eventType()));
    return kept;
  }

  /**
   * What is needed of every broker where the part needs, or needed, anything; without what links
   * share.
   */
  private SortedMap<BrokerName, NeedBook> touched(StateBuilder builder) {
    SortedMap<BrokerName, NeedBook> books = new TreeMap<>();
    known
        .brokers()
        .forEach(
            (name, broker) -> {
              List<Need> now = builder.needs(name);
              List<Need> then = broker.needs().needs();
              if (!now.isEmpty() || then.stream().anyMatch(this::isInPart)) {
                NeedBook book = new NeedBook(name);
                then.stream().filter(need -> !isInPart(need)).forEach(book::add);
                now.forEach(book::add);
                books.put(name, book);
              }
            });
    return books;
  }

  private static void bookShared(Map<BrokerName, NeedBook> books, DesiredLink link) {
    NeedBook book = books.get(link.to().broker());
    if (book != null) {
      book.slots(link.group(), link.demands().keySet());
      book.deadLetters(link);
    }
  }

  private boolean isInPart(Need need) {
    return switch (need) {
      case Need.Channel channel -> isInPart(channel.id());
      case Need.Publish publish -> isInPart(publish.channel());
      case Need.Read read -> isInPart(read.channel());
      case Need.Slots ignored -> false;
    };
  }

  private boolean isInPart(ChannelId channel) {
    return switch (channel) {
      case ChannelId.Entry entry -> part.has(entry.eventType());
      case ChannelId.Arrival arrival -> part.has(arrival.eventType());
      case ChannelId.Subscribed own -> part.has(own.subscription());
      case ChannelId.DeadLetter own -> part.has(own.subscription());
      case ChannelId.DeadTransfers ignored -> false;
    };
  }

  private boolean stands(Refusal refusal, Set<BrokerName> touched) {
    return switch (refusal.code()) {
      case LIMIT_BROKEN, ADDRESS_COLLISION -> refusal.path().stream().noneMatch(touched::contains);
      case UNREACHABLE,
          RESIDENCY_BREACH,
          ENVIRONMENT_CROSSED,
          BLACK_HOLE,
          LOOP,
          REACHED_TWICE,
          NEVER_REACHED,
          UNGRANTED,
          NOT_ADMITTED,
          PRINCIPAL_MISSING,
          CAPABILITY_MISSING,
          CLASS_NOT_OFFERED,
          ORDER_BROKEN,
          INVALID_BROKER,
          INVALID_SUBSCRIPTION,
          UNKNOWN_REFERENCE ->
          refusal.subjects().stream().noneMatch(part::has);
    };
  }

  private SortedMap<Name, TeamName> owners() {
    TreeMap<Name, TeamName> owners = new TreeMap<>(Causes.ORDER);
    owners.putAll(known.owners());
    for (Name name : part.changed()) {
      Entity<?, ?> entity = entity(name);
      TeamName team = entity == null ? null : entity.metadata().team();
      if (team == null) {
        owners.remove(name);
      } else {
        owners.put(name, team);
      }
    }
    return owners;
  }

  private @Nullable Entity<?, ?> entity(Name name) {
    return name instanceof EventTypeName
        ? after.eventTypes().get(name)
        : name instanceof SubscriptionName
            ? after.subscriptions().get(name)
            : after.publications().get(name);
  }
}
