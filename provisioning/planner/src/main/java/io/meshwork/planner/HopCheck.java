package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.transport.spi.Need;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks single hops: where they lead, who carries them out, and whether order outlives them. */
final class HopCheck {
  private static final int FAR = 3;

  private final CatalogSnapshot catalog;
  private final Faults faults;
  private final Map<ChannelId, Integer> made = new HashMap<>();
  private final Map<ChannelId, Integer> found;
  private final Map<ChannelId, ChannelAddress> addresses = new HashMap<>();

  HopCheck(
      CatalogSnapshot catalog, DesiredState state, Faults faults, Map<ChannelId, Integer> found) {
    this.catalog = catalog;
    this.faults = faults;
    this.found = found;
    for (DesiredBroker broker : state.brokers().values()) {
      for (Need need : broker.needs().needs()) {
        if (need instanceof Need.Channel channel) {
          made.put(channel.id(), channel.shape().partitions());
        }
      }
    }
    for (Route route : state.routes()) {
      route.reads().forEach(end -> addresses.putIfAbsent(end.channel(), end.address()));
    }
  }

  /** A link must stand in the manifest of the region that runs it. */
  void checkPlace(RegionName manifest, DesiredLink link) {
    if (!manifest.equals(link.runsIn())) {
      fault(
          Refusal.Code.UNREACHABLE,
          link,
          List.of(link.from().broker(), manifest, link.to().broker()),
          "stands in the manifest of region '%s' and is to run in '%s'"
              .formatted(manifest, link.runsIn()),
          List.of(new Repair.Run(link.id(), link.runsIn())));
    }
  }

  void check(DesiredLink link, List<Name> path) {
    BrokerName from = link.from().broker();
    BrokerName next = link.to().broker();
    RegionSpec source = RouteChecker.region(catalog, from);
    RegionSpec region = RouteChecker.region(catalog, next);
    if (!RouteChecker.sameEnvironment(catalog, from, next)) {
      List<Repair> ways = new ArrayList<>();
      RegionName place = place(next);
      if (source != null && place != null) {
        ways.add(new Repair.Rehome(place, source.environment()));
      }
      ways.add(new Repair.Unlink(link.id()));
      fault(Refusal.Code.ENVIRONMENT_CROSSED, link, path, "leads into another environment", ways);
    }
    var type = catalog.eventTypes().get(link.eventType());
    if (type != null
        && region != null
        && !type.spec().residency().isEmpty()
        && !type.spec().residency().contains(region.jurisdiction())) {
      fault(
          Refusal.Code.RESIDENCY_BREACH,
          link,
          path,
          "leaves the allowed jurisdictions",
          List.of(new Repair.Reside(link.eventType(), region.jurisdiction())));
    }
    checkRunner(link, path);
    checkEnd(link, link.from(), path);
    checkEnd(link, link.to(), path);
    if (type != null
        && type.spec().key() != null
        && link.kind() == LinkKind.TRANSFER
        && link.from().partitions() != link.to().partitions()) {
      fault(
          Refusal.Code.ORDER_BROKEN,
          link,
          path,
          "leads from %d partitions to %d, where publishers' and relays' hashes may put a key's events apart"
              .formatted(link.from().partitions(), link.to().partitions()),
          List.of(
              new Repair.Repartition(link.to().channel(), link.from().partitions()),
              new Repair.Repartition(link.from().channel(), link.to().partitions())));
    }
  }

  private void checkRunner(DesiredLink link, List<Name> path) {
    RegionName from = place(link.from().broker());
    RegionName next = place(link.to().broker());
    if (dials(link.runsIn(), from) && dials(link.runsIn(), next)) {
      return;
    }
    List<Repair> ways = new ArrayList<>();
    for (RegionName other : Arrays.asList(next, from)) {
      if (other != null && dials(other, from) && dials(other, next)) {
        ways.add(new Repair.Run(link.id(), other));
      }
    }
    for (RegionName end : Arrays.asList(from, next)) {
      if (end != null && !dials(link.runsIn(), end)) {
        ways.add(new Repair.Reach(link.runsIn(), end));
      }
    }
    fault(
        Refusal.Code.UNREACHABLE,
        link,
        path,
        "runs in region '%s', which cannot dial both ends".formatted(link.runsIn()),
        ways);
  }

  /** What relays are told of a channel must be what is made, and what is there. */
  private void checkEnd(DesiredLink link, LinkEnd end, List<Name> path) {
    Integer shape = made.get(end.channel());
    if (shape == null) {
      fault(
          Refusal.Code.BLACK_HOLE,
          link,
          path,
          "needs %s at broker '%s', which nobody makes"
              .formatted(RouteChecker.describe(end.channel()), end.broker()),
          List.of(new Repair.Provide(end.channel()), new Repair.Unlink(link.id())));
      return;
    }
    ChannelAddress known = addresses.putIfAbsent(end.channel(), end.address());
    if (known != null && !known.equals(end.address())) {
      fault(
          Refusal.Code.BLACK_HOLE,
          link,
          path,
          "takes %s for '%s', which lies at '%s'"
              .formatted(RouteChecker.describe(end.channel()), end.address(), known),
          List.of(new Repair.Readdress(link.id(), end.channel(), known)));
    }
    int there = found.getOrDefault(end.channel(), shape);
    if (end.partitions() != there) {
      fault(
          Refusal.Code.ORDER_BROKEN,
          link,
          path,
          "takes %s for one of %d partitions, and it has %d"
              .formatted(RouteChecker.describe(end.channel()), end.partitions(), there),
          List.of(
              new Repair.Repartition(end.channel(), there),
              new Repair.Repartition(end.channel(), end.partitions())));
    }
  }

  /** How far two brokers lie apart, for choosing what to try first. */
  int distance(BrokerName from, BrokerName to) {
    RegionName one = place(from);
    RegionName other = place(to);
    if (one == null || other == null) {
      return FAR;
    }
    return one.equals(other) ? 0 : dials(one, other) || dials(other, one) ? 1 : FAR;
  }

  private @Nullable RegionName place(BrokerName broker) {
    var entity = catalog.brokers().get(broker);
    return entity == null ? null : entity.spec().region();
  }

  private boolean dials(RegionName runner, @Nullable RegionName target) {
    var entity = catalog.regions().get(runner);
    return target != null
        && entity != null
        && (target.equals(runner)
            || entity.spec().reaches().stream().anyMatch(reach -> reach.region().equals(target)));
  }

  private void fault(
      Refusal.Code code, DesiredLink link, List<Name> path, String what, List<Repair> ways) {
    faults.add(
        code,
        link.causes(),
        path,
        "Link '%s' of event type '%s' %s.".formatted(link.id(), link.eventType(), what),
        ways);
  }
}
