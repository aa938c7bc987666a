package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Lifecycle;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.transport.spi.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves the routes of a desired state, or says what is wrong with them and which single change
 * repairs it. It shares no code with what computes them: it reads the catalog and the links,
 * follows every link from every entry channel as an event would, and compares who is reached with
 * who was granted.
 */
public final class RouteChecker {
  private final CatalogSnapshot catalog;
  private final Map<ChannelId, Integer> partitions;

  /** Checks against what this catalog grants. */
  public RouteChecker(CatalogSnapshot catalog) {
    this(catalog, Map.of());
  }

  /**
   * The same, knowing how many partitions some channels really have, such as adopted ones.
   *
   * @param partitions of the channels that are there already
   */
  public RouteChecker(CatalogSnapshot catalog, Map<ChannelId, Integer> partitions) {
    this.catalog = catalog;
    this.partitions = Map.copyOf(partitions);
  }

  /**
   * What is wrong, each with its path and, where one change is enough, with the repair; in order;
   * empty if every route is right.
   */
  public List<Refusal> check(DesiredState state) {
    Faults faults = find(state);
    return faults.found().isEmpty()
        ? List.of()
        : new RepairTrial(catalog, state, partitions).repaired(faults);
  }

  /** What is wrong, with what might repair it. */
  Faults find(DesiredState state) {
    Faults faults = new Faults();
    Map<Arrival, Integer> arrivals = new HashMap<>();
    Set<ChannelId> entries = new HashSet<>();
    Set<Allowed> allowed = new HashSet<>();
    Entitlements entitlements = new Entitlements(catalog);
    RouteWalk walk = new RouteWalk(catalog, entitlements, state, faults, arrivals, partitions);
    for (DesiredBroker broker : state.brokers().values()) {
      for (Need need : broker.needs().needs()) {
        switch (need) {
          case Need.Channel channel when channel.id() instanceof ChannelId.Entry entry -> {
            entries.add(entry);
            walk.from(entry);
          }
          case Need.Read read -> {
            allowed.add(new Allowed(read.subscription(), read.channel()));
            checkAccess(read, entitlements, faults);
          }
          case Need.Channel ignored -> {}
          case Need.Publish ignored -> {}
          case Need.Slots ignored -> {}
        }
      }
    }
    walk.finish();
    state.routes().forEach(route -> checkDoors(route, allowed, faults));
    Set<Name> refused = new HashSet<>();
    state.refusals().forEach(refusal -> refused.addAll(refusal.subjects()));
    Map<EventTypeName, Set<BrokerName>> origins = expectedOrigins(entries, refused, faults);
    for (GrantKey key : entitlements.all()) {
      Set<BrokerName> published = origins.getOrDefault(key.eventType(), Set.of());
      if (!published.isEmpty()) {
        compare(key, published, walk, refused, faults);
      }
    }
    return faults;
  }

  private Map<EventTypeName, Set<BrokerName>> expectedOrigins(
      Set<ChannelId> entries, Set<Name> refused, Faults faults) {
    Map<EventTypeName, Set<BrokerName>> origins = new HashMap<>();
    catalog
        .publications()
        .forEach(
            (name, entity) -> {
              PublicationSpec spec = entity.spec();
              if (entries.contains(new ChannelId.Entry(spec.eventType(), spec.broker()))) {
                origins
                    .computeIfAbsent(spec.eventType(), ignored -> new HashSet<>())
                    .add(spec.broker());
              } else if (!refused.contains(name)) {
                faults.add(
                    Refusal.Code.NEVER_REACHED,
                    List.of(name),
                    List.of(spec.broker()),
                    "Publication '%s' has no entry channel for event type '%s' at broker '%s'."
                        .formatted(name, spec.eventType(), spec.broker()),
                    List.of(
                        new Repair.Provide(new ChannelId.Entry(spec.eventType(), spec.broker()))));
              }
            });
    return origins;
  }

  private void compare(
      GrantKey key, Set<BrokerName> origins, RouteWalk walk, Set<Name> refused, Faults faults) {
    SubscriptionSpec subscription = subscription(key.subscription());
    if (subscription == null) {
      return;
    }
    boolean paused = subscription.life() == SubscriptionLife.PAUSED;
    boolean excused = refused.contains(key.subscription());
    BrokerName target = subscription.at().broker();
    for (BrokerName origin : origins) {
      if (!sameEnvironment(catalog, origin, target)) {
        continue;
      }
      int times = walk.arrivals(key, origin);
      // Who is paused gets nothing yet; what it will want must come as far as its broker.
      boolean lacks = paused ? !walk.comesTo(key.eventType(), origin, target) : times == 0;
      if (lacks && !excused) {
        faults.add(
            Refusal.Code.NEVER_REACHED,
            List.of(key.subscription()),
            List.of(origin, target),
            "Subscription '%s' is granted event type '%s' and no route from broker '%s' reaches it."
                .formatted(key.subscription(), key.eventType(), origin),
            walk.waysTo(key, origin, target));
      } else if (times > 1) {
        faults.add(
            Refusal.Code.REACHED_TWICE,
            List.of(key.subscription()),
            List.of(origin, target),
            "Subscription '%s' would get each event of type '%s' from broker '%s' %d times."
                .formatted(key.subscription(), key.eventType(), origin, times),
            walk.linksOf(key, origin));
      }
    }
  }

  private void checkAccess(Need.Read read, Entitlements entitlements, Faults faults) {
    EventTypeName type =
        switch (read.channel()) {
          case ChannelId.Entry entry -> entry.eventType();
          case ChannelId.Arrival arrival -> arrival.eventType();
          case ChannelId.Subscribed ignored -> null;
          case ChannelId.DeadLetter ignored -> null;
          case ChannelId.DeadTransfers ignored -> null;
        };
    boolean allowed =
        type == null
            ? owns(read.subscription(), read.channel())
            : entitlements.holdsWhole(new GrantKey(read.subscription(), type));
    if (!allowed) {
      List<Repair> ways = new ArrayList<>();
      if (type != null) {
        ways.add(new Repair.Approve(new GrantKey(read.subscription(), type)));
      }
      ways.add(new Repair.Unread(read.subscription(), read.channel()));
      faults.add(
          Refusal.Code.UNGRANTED,
          List.of(read.subscription()),
          List.of(read.channel().broker()),
          "Subscription '%s' could read %s at broker '%s', which nobody granted it as a whole."
              .formatted(read.subscription(), describe(read.channel()), read.channel().broker()),
          ways);
    }
  }

  /** A route ends at a closed door where the broker lets the reader not in. */
  private static void checkDoors(Route route, Set<Allowed> allowed, Faults faults) {
    if (route.principal() == null || (route.paused() && route.mode() == Route.Mode.DIRECT)) {
      return;
    }
    SubscriptionName name = route.grant().subscription();
    for (LinkEnd end : route.reads()) {
      if (!allowed.contains(new Allowed(name, end.channel()))) {
        faults.add(
            Refusal.Code.NEVER_REACHED,
            List.of(name),
            List.of(end.broker()),
            "Subscription '%s' reads %s at broker '%s', which lets '%s' not read it."
                .formatted(name, describe(end.channel()), end.broker(), route.principal()),
            List.of(
                new Repair.Attend(route.grant(), end.channel()),
                new Repair.Unread(name, end.channel())));
      }
    }
  }

  private static boolean owns(SubscriptionName subscription, ChannelId channel) {
    return switch (channel) {
      case ChannelId.Subscribed own -> own.subscription().equals(subscription);
      case ChannelId.DeadLetter own -> own.subscription().equals(subscription);
      case ChannelId.Entry ignored -> false;
      case ChannelId.Arrival ignored -> false;
      case ChannelId.DeadTransfers ignored -> false;
    };
  }

  private @Nullable SubscriptionSpec subscription(SubscriptionName name) {
    var entity = catalog.subscriptions().get(name);
    return entity == null ? null : entity.spec();
  }

  /** Whether the owner's word stands and the subscription asks for it. */
  static boolean isEntitled(CatalogSnapshot catalog, GrantKey key) {
    var grant = catalog.grants().get(key);
    var subscription = catalog.subscriptions().get(key.subscription());
    var type = catalog.eventTypes().get(key.eventType());
    return grant != null
        && grant.state() == GrantState.APPROVED
        && subscription != null
        && type != null
        && type.spec().lifecycle() != Lifecycle.RETIRED
        && subscription.spec().selects(key.eventType());
  }

  /** What of the event type the subscription may and wants to have; {@code null}: everything. */
  static @Nullable JsonText grantedFilter(CatalogSnapshot catalog, GrantKey key) {
    var subscription = catalog.subscriptions().get(key.subscription());
    var grant = catalog.grants().get(key);
    JsonText own = subscription == null ? null : subscription.spec().filter();
    return own != null || grant == null ? own : grant.filter();
  }

  /** Whether two brokers stand in one environment; false where one is not there. */
  static boolean sameEnvironment(CatalogSnapshot catalog, BrokerName one, BrokerName other) {
    RegionSpec first = region(catalog, one);
    RegionSpec second = region(catalog, other);
    return first != null && second != null && first.environment().equals(second.environment());
  }

  /** The region that a broker stands in. */
  static @Nullable RegionSpec region(CatalogSnapshot catalog, BrokerName broker) {
    var entity = catalog.brokers().get(broker);
    var region = entity == null ? null : catalog.regions().get(entity.spec().region());
    return region == null ? null : region.spec();
  }

  /** Where an origin's events of a type lie at a broker. */
  static ChannelId channel(EventTypeName type, BrokerName origin, BrokerName at) {
    return at.equals(origin)
        ? new ChannelId.Entry(type, at)
        : new ChannelId.Arrival(type, origin, at);
  }

  /** A channel for people. */
  static String describe(ChannelId channel) {
    return switch (channel) {
      case ChannelId.Entry entry -> "the entry channel of '" + entry.eventType() + "'";
      case ChannelId.Arrival arrival ->
          "the arrival channel of '" + arrival.eventType() + "' from '" + arrival.origin() + "'";
      case ChannelId.Subscribed own -> "the channel of subscription '" + own.subscription() + "'";
      case ChannelId.DeadLetter own -> "the dead letters of '" + own.subscription() + "'";
      case ChannelId.DeadTransfers ignored -> "the dead letters of links between brokers";
    };
  }

  /**
   * What is wrong with a set of links by themselves: a channel with two sources, a circle, a source
   * that nothing feeds. For manifests that mix what runs with what is desired.
   */
  static List<Refusal> checkLinks(Iterable<DesiredLink> links) {
    Refusals faults = new Refusals();
    Map<Inlet, DesiredLink> incoming = new HashMap<>();
    for (DesiredLink link : links) {
      DesiredLink other =
          incoming.putIfAbsent(
              new Inlet(link.to().channel(), link.eventType(), link.origin()), link);
      if (other != null) {
        faults.add(
            new Refusal(
                Refusal.Code.REACHED_TWICE,
                link.causes(),
                List.of(other.from().broker(), link.from().broker(), link.to().broker()),
                "Links '%s' and '%s' would both bring the same events into %s."
                    .formatted(other.id(), link.id(), describe(link.to().channel()))));
      }
    }
    for (DesiredLink link : links) {
      climb(link, incoming, faults);
    }
    return faults.all();
  }

  private static void climb(DesiredLink link, Map<Inlet, DesiredLink> incoming, Refusals faults) {
    List<Name> path = new ArrayList<>(List.of(link.to().broker()));
    Set<ChannelId> passed = new HashSet<>();
    DesiredLink here = link;
    while (!(here.from().channel() instanceof ChannelId.Entry)) {
      path.add(here.from().broker());
      DesiredLink before =
          incoming.get(new Inlet(here.from().channel(), link.eventType(), link.origin()));
      boolean circle = !passed.add(here.from().channel());
      if (before == null || circle) {
        faults.add(
            new Refusal(
                circle ? Refusal.Code.LOOP : Refusal.Code.NEVER_REACHED,
                link.causes(),
                path.reversed(),
                circle
                    ? "Link '%s' is part of a circle.".formatted(link.id())
                    : "Link '%s' gets no events: nothing feeds %s at broker '%s'."
                        .formatted(
                            link.id(), describe(here.from().channel()), here.from().broker())));
        return;
      }
      here = before;
    }
  }

  /** One subscription's way to one event type from one origin. */
  record Arrival(GrantKey grant, BrokerName origin) {}

  private record Allowed(SubscriptionName subscription, ChannelId channel) {}

  private record Inlet(ChannelId channel, EventTypeName eventType, BrokerName origin) {}
}
