package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Routing;
import io.meshwork.transport.spi.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays the transfer links of one event type from one origin: a tree over the region graph. Each
 * broker that takes part has exactly one link into its arrival channel, from a broker nearer to the
 * origin, so nothing loops, nothing arrives twice, and each hop is crossed once.
 */
final class Weaver {
  private final EventTypeSpec type;
  private final TeamName owner;
  private final Passage passage;
  private final Origin origin;
  private final Ways ways;
  private final Refusals refusals;
  private final SortedMap<BrokerName, Strand> strands = new TreeMap<>();

  Weaver(EventTypeSpec type, TeamName owner, Origin origin, Ways ways, Refusals refusals) {
    this.type = type;
    this.owner = owner;
    this.passage = Passage.of(owner, type);
    this.origin = origin;
    this.ways = ways;
    this.refusals = refusals;
  }

  /**
   * Leads the origin's events to wishes at other brokers of its environment.
   *
   * @return the links to each wish that can be reached, in order of travel
   */
  Map<SubscriptionName, List<BrokerName>> reach(List<Wish> wishes) {
    Map<SubscriptionName, List<BrokerName>> reached = new HashMap<>();
    Map<BrokerName, Optional<List<Station>>> chains = new HashMap<>();
    Map<RegionName, Station> firstWanting = new HashMap<>();
    for (Wish wish : wishes) {
      Station at = wish.station();
      if (Ways.missingToReceive(at).isEmpty() && Ways.missingToSend(at).isEmpty()) {
        firstWanting.merge(
            at.region(), at, (one, two) -> one.name().compareTo(two.name()) <= 0 ? one : two);
      }
    }
    for (Wish wish : wishes) {
      Station target = wish.station();
      Optional<List<Station>> chain =
          chains.computeIfAbsent(
              target.name(),
              ignored -> chain(target, firstWanting.getOrDefault(target.region(), target)));
      if (chain.isEmpty()) {
        refuse(wish);
        continue;
      }
      Station before = origin.station();
      List<BrokerName> stops = new ArrayList<>();
      for (Station stop : chain.get()) {
        Station from = before;
        strands
            .computeIfAbsent(stop.name(), ignored -> new Strand(from, stop, new TreeMap<>()))
            .demands()
            .put(wish.subscription(), wish.demand());
        stops.add(stop.name());
        before = stop;
      }
      reached.put(wish.subscription(), stops);
    }
    return reached;
  }

  /** Whether the origin's events can get to where a wish stands. */
  boolean reaches(Wish wish) {
    Station target = wish.station();
    return target.name().equals(origin.station().name()) || chain(target, target).isPresent();
  }

  /** The brokers to pass after the origin, the target last; empty: events cannot get there. */
  private Optional<List<Station>> chain(Station target, Station firstWanting) {
    if (Ways.missingToSend(origin.station()).isPresent()
        || Ways.missingToReceive(target).isPresent()) {
      return Optional.empty();
    }
    RegionName start = origin.station().region();
    List<Station> chain = new ArrayList<>();
    if (!target.region().equals(start)) {
      List<RegionName> path = ways.regions(start, target.region(), passage);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      for (RegionName region : path.subList(1, path.size())) {
        chain.add(ways.hub(region, passage).orElse(firstWanting));
      }
      if (chain.getLast().name().equals(target.name())) {
        return Optional.of(chain);
      }
    } else if (!passage.allows(target)) {
      return Optional.empty();
    }
    chain.add(target);
    return Optional.of(chain);
  }

  private void refuse(Wish wish) {
    Station target = wish.station();
    String what =
        "Subscription '%s' at broker '%s' cannot have event type '%s' from broker '%s': "
            .formatted(
                wish.subscription(), target.name(), origin.eventType(), origin.station().name());
    RegionName start = origin.station().region();
    List<RegionName> way = ways.anyRegions(start, target.region());
    Optional<Capability> send = Ways.missingToSend(origin.station());
    Optional<Capability> receive = Ways.missingToReceive(target);
    if (send.isPresent() || receive.isPresent()) {
      Station lacking = send.isPresent() ? origin.station() : target;
      refusals.add(
          Refusal.Code.CAPABILITY_MISSING,
          path(way, target),
          what
              + "transport '%s' of broker '%s' lacks the capability %s. Choose another broker."
                  .formatted(
                      lacking.transport().label(),
                      lacking.name(),
                      Refusals.word(send.isPresent() ? send.get() : receive.orElseThrow())),
          wish.subscription());
    } else if (way.isEmpty()) {
      refuse(
          Refusal.Code.UNREACHABLE,
          path(List.of(start, target.region()), target),
          what
              + "no way of regions that can dial one another leads from '%s' to '%s'. Let one reach the other, or a region between them."
                  .formatted(start, target.region()),
          wish);
    } else {
      refuseOnTheWay(wish, what, way);
    }
  }

  private void refuse(Refusal.Code code, List<Name> path, String message, Wish wish) {
    refusals.add(
        new Refusal(code, Causes.of(wish.subscription()), path, message)
            .with(
                ways.repair(passage, origin.eventType(), origin.station(), wish.station())
                    .orElse(null)));
  }

  private void refuseOnTheWay(Wish wish, String what, List<RegionName> way) {
    Station target = wish.station();
    RegionName start = origin.station().region();
    List<RegionName> hubless = ways.regions(start, target.region(), passage.anywhere());
    List<RegionName> shown = hubless.isEmpty() ? way : hubless;
    Optional<RegionName> breach = ways.firstBreach(shown, passage);
    if (breach.isPresent()) {
      refuse(
          Refusal.Code.RESIDENCY_BREACH,
          path(shown, target),
          what
              + "the way passes region '%s', outside of the allowed jurisdictions %s. Subscribe in an allowed region, connect allowed regions with one another, or have the owner widen the residency."
                  .formatted(breach.get(), Refusals.listed(type.residency())),
          wish);
    } else {
      RegionName without =
          way.stream()
              .skip(1)
              .filter(region -> ways.hub(region, passage).isEmpty())
              .findFirst()
              .orElse(target.region());
      refuse(
          Refusal.Code.UNREACHABLE,
          path(way, target),
          what
              + "region '%s' on the way has no broker that admits team '%s' and can hand on. Admit the team to one of its brokers, or connect the regions around it."
                  .formatted(without, owner),
          wish);
    }
  }

  private List<Name> path(List<RegionName> regions, Station target) {
    List<Name> path = new ArrayList<>();
    path.add(origin.station().name());
    path.addAll(regions);
    path.add(target.name());
    return path;
  }

  /** The links, by the broker that they lead to. */
  SortedMap<BrokerName, DesiredLink> links() {
    TreeMap<BrokerName, DesiredLink> links = new TreeMap<>();
    strands.forEach(
        (target, strand) -> {
          Station from = strand.from();
          Station to = strand.to();
          EventTypeName name = origin.eventType();
          links.put(
              target,
              new DesiredLink(
                  DesiredLink.transferId(name, origin.station().name(), from.name(), target),
                  LinkKind.TRANSFER,
                  name,
                  origin.station().name(),
                  owner,
                  null,
                  end(from),
                  end(to),
                  ways.graph().runners(from.region(), to.region()),
                  type.routing() == Routing.BROADCAST,
                  strand.demands(),
                  origin.publications(),
                  dead(to),
                  null,
                  null));
        });
    return links;
  }

  /** The origin's events at a broker: its entry channel there, or its arrival channel. */
  LinkEnd end(Station at) {
    ChannelId channel =
        at.name().equals(origin.station().name())
            ? new ChannelId.Entry(origin.eventType(), at.name())
            : new ChannelId.Arrival(origin.eventType(), origin.station().name(), at.name());
    return new LinkEnd(channel, at.blueprint().address(channel), type.partitions());
  }

  private static LinkEnd dead(Station at) {
    ChannelId channel = new ChannelId.DeadTransfers(at.name());
    return new LinkEnd(
        channel, at.blueprint().address(channel), SubscriptionShape.DEAD_TRANSFERS.partitions());
  }

  private record Strand(Station from, Station to, SortedMap<SubscriptionName, Demand> demands) {}
}
