package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Routing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A catalog and a desired state as they would be after a repair. Neither is planned anew. */
record Repaired(CatalogSnapshot catalog, DesiredState state) {
  Repaired by(Repair repair) {
    return switch (repair) {
      case Repair.OfCatalog change -> new Repaired(CatalogEdit.of(catalog, change), state);
      case Repair.OfLinks change -> new Repaired(catalog, on(change));
    };
  }

  private DesiredState on(Repair.OfLinks change) {
    Map<LinkId, Placed> links = new HashMap<>();
    state
        .manifests()
        .forEach(
            (region, all) -> all.forEach((id, link) -> links.put(id, new Placed(region, link))));
    StateEdit edit = new StateEdit(state);
    return switch (change) {
      case Repair.Unlink(LinkId id) -> {
        links.remove(id);
        yield edit.with(links.values());
      }
      case Repair.Lead lead -> {
        DesiredLink made = lead(lead);
        if (made != null) {
          links.put(made.id(), new Placed(made.runsIn(), made));
        }
        yield edit.with(links.values());
      }
      case Repair.Deliver(GrantKey grant, BrokerName origin) -> {
        DesiredLink made = delivery(grant, origin);
        if (made != null) {
          links.put(made.id(), new Placed(made.runsIn(), made));
        }
        yield edit.with(links.values());
      }
      case Repair.Run(LinkId id, RegionName region) -> {
        links.computeIfPresent(
            id, (ignored, old) -> new Placed(region, old.link().in(new Runners(region, region))));
        yield edit.with(links.values());
      }
      case Repair.Refilter(LinkId id) -> {
        links.computeIfPresent(
            id,
            (ignored, old) -> {
              DesiredLink link = refiltered(old.link());
              return new Placed(link.runsIn(), link);
            });
        yield edit.with(links.values());
      }
      case Repair.Readdress(LinkId id, ChannelId channel, ChannelAddress address) -> {
        links.computeIfPresent(
            id,
            (ignored, old) -> {
              DesiredLink link = old.link();
              return new Placed(
                  old.region(),
                  link.between(at(link.from(), channel, address), at(link.to(), channel, address)));
            });
        yield edit.with(links.values());
      }
      case Repair.Repartition(ChannelId channel, int count) -> edit.repartition(channel, count);
      case Repair.Unread(SubscriptionName subscription, ChannelId channel) ->
          edit.unread(subscription, channel);
      case Repair.Attend(GrantKey grant, ChannelId channel) ->
          edit.attend(catalog, grant, end(channel));
      case Repair.Provide(ChannelId channel) -> edit.provide(catalog, channel);
    };
  }

  private static LinkEnd at(LinkEnd end, ChannelId channel, ChannelAddress address) {
    return end.channel().equals(channel) ? new LinkEnd(channel, address, end.partitions()) : end;
  }

  /** A link and the region in whose manifest it stands. */
  record Placed(RegionName region, DesiredLink link) {}

  private @Nullable DesiredLink lead(Repair.Lead lead) {
    RegionName from = place(lead.from());
    RegionName to = place(lead.to());
    var type = catalog.eventTypes().get(lead.eventType());
    if (from == null || to == null || type == null) {
      return null;
    }
    TreeMap<SubscriptionName, Demand> demands =
        demandsFrom(new Tree(lead.eventType(), lead.origin()), lead.to());
    return demands.isEmpty()
        ? null
        : new DesiredLink(
            DesiredLink.transferId(lead.eventType(), lead.origin(), lead.from(), lead.to()),
            LinkKind.TRANSFER,
            lead.eventType(),
            lead.origin(),
            type.team(),
            null,
            end(RouteChecker.channel(lead.eventType(), lead.origin(), lead.from())),
            end(RouteChecker.channel(lead.eventType(), lead.origin(), lead.to())),
            new Runners(dials(from, to) ? from : to, dials(to, from) ? to : from),
            type.spec().routing() == Routing.BROADCAST,
            demands,
            new TreeSet<>(),
            end(new ChannelId.DeadTransfers(lead.to())),
            null,
            CatalogRates.of(catalog, type.team()));
  }

  private @Nullable DesiredLink delivery(GrantKey grant, BrokerName origin) {
    var subscription = catalog.subscriptions().get(grant.subscription());
    RegionName region = subscription == null ? null : place(subscription.spec().at().broker());
    if (subscription == null || region == null) {
      return null;
    }
    BrokerName at = subscription.spec().at().broker();
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    demands.put(grant.subscription(), demand(grant, true));
    return new DesiredLink(
        DesiredLink.deliveryId(grant.eventType(), origin, grant.subscription()),
        LinkKind.DELIVERY,
        grant.eventType(),
        origin,
        subscription.team(),
        grant.subscription(),
        end(RouteChecker.channel(grant.eventType(), origin, at)),
        end(new ChannelId.Subscribed(grant.subscription(), at)),
        new Runners(region, region),
        false,
        demands,
        new TreeSet<>(),
        subscription.spec().deadLetter()
            ? end(new ChannelId.DeadLetter(grant.subscription(), at))
            : null,
        subscription.spec().rate(),
        CatalogRates.of(catalog, subscription.team()));
  }

  private DesiredLink refiltered(DesiredLink link) {
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    if (link.kind() == LinkKind.DELIVERY) {
      SubscriptionName name = link.subscription();
      if (name != null) {
        demands.put(name, demand(new GrantKey(name, link.eventType()), true));
      }
    } else {
      demands.putAll(demandsFrom(Tree.of(link), link.to().broker()));
    }
    return link.withDemands(demands.isEmpty() ? link.demands() : demands);
  }

  private Demand demand(GrantKey key, boolean delivered) {
    var spec =
        Objects.requireNonNull(catalog.subscriptions().get(key.subscription()), "granted, so there")
            .spec();
    return new Demand(
        RouteChecker.grantedFilter(catalog, key),
        spec.delivery(),
        spec.startAt(),
        delivered ? spec.transform() : null);
  }

  /** What is wanted at a broker and behind it. */
  private TreeMap<SubscriptionName, Demand> demandsFrom(Tree tree, BrokerName start) {
    Set<BrokerName> behind = new HashSet<>(Set.of(start));
    List<BrokerName> open = new ArrayList<>(behind);
    while (!open.isEmpty()) {
      BrokerName here = open.removeLast();
      for (SortedMap<LinkId, DesiredLink> links : state.manifests().values()) {
        for (DesiredLink link : links.values()) {
          if (link.kind() == LinkKind.TRANSFER
              && Tree.of(link).equals(tree)
              && link.from().broker().equals(here)
              && behind.add(link.to().broker())) {
            open.add(link.to().broker());
          }
        }
      }
    }
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    for (Route route : state.routes()) {
      if (route.grant().eventType().equals(tree.eventType())
          && behind.contains(route.broker())
          && RouteChecker.isEntitled(catalog, route.grant())) {
        demands.put(route.grant().subscription(), demand(route.grant(), false));
      }
    }
    return demands;
  }

  /** A channel as others see it; one that nobody sees yet gets its id as address. */
  private LinkEnd end(ChannelId channel) {
    for (Route route : state.routes()) {
      for (LinkEnd end : route.reads()) {
        if (end.channel().equals(channel)) {
          return end;
        }
      }
    }
    for (DesiredLink link : state.links().values()) {
      for (LinkEnd end : List.of(link.from(), link.to())) {
        if (end.channel().equals(channel)) {
          return end;
        }
      }
    }
    return new LinkEnd(
        channel,
        new ChannelAddress(channel.toString()),
        new StateEdit(state).partitions(catalog, channel));
  }

  private @Nullable RegionName place(BrokerName broker) {
    var entity = catalog.brokers().get(broker);
    return entity == null ? null : entity.spec().region();
  }

  private boolean dials(RegionName from, RegionName to) {
    var entity = catalog.regions().get(from);
    if (entity == null) {
      return false;
    }
    RegionSpec spec = entity.spec();
    return from.equals(to)
        || spec.reaches().stream().map(Reach::region).anyMatch(region -> region.equals(to));
  }
}
