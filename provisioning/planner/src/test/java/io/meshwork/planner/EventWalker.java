package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Routing;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.transport.spi.Need;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Publishes single events, one for each set of filters that an event may match, into every entry
 * channel, and carries them over links one by one, knowing nothing of trees and routes.
 */
final class EventWalker {
  /** The faults that only the checker reports. */
  static final Set<Refusal.Code> CHECKERS =
      EnumSet.of(
          Refusal.Code.LOOP,
          Refusal.Code.BLACK_HOLE,
          Refusal.Code.REACHED_TWICE,
          Refusal.Code.NEVER_REACHED,
          Refusal.Code.UNGRANTED);

  private static final int TOO_MANY = 100_000;

  /** One event: where it was published, and which filters it matches. */
  record Sample(EventTypeName type, BrokerName origin, Set<String> matches) {
    boolean passes(Collection<JsonText> filters) {
      return filters.isEmpty() || filters.stream().anyMatch(f -> matches.contains(f.value()));
    }
  }

  /** Who got what. */
  record Got(GrantKey grant, Sample event) {}

  private final Map<ChannelId, List<Sample>> channels = new HashMap<>();
  private final Collection<DesiredLink> links;
  private boolean looped;

  EventWalker(DesiredState state, Collection<DesiredLink> links) {
    this.links = links;
    Map<ChannelId, List<DesiredLink>> outgoing = new HashMap<>();
    links.forEach(
        link -> outgoing.computeIfAbsent(link.from().channel(), x -> new ArrayList<>()).add(link));
    Deque<Map.Entry<ChannelId, Sample>> open = new ArrayDeque<>();
    for (ChannelId.Entry entry : entries(state)) {
      for (Set<String> matches : subsets()) {
        open.add(Map.entry(entry, new Sample(entry.eventType(), entry.broker(), matches)));
      }
    }
    int steps = 0;
    for (var next = open.poll(); next != null && !looped; next = open.poll()) {
      channels.computeIfAbsent(next.getKey(), x -> new ArrayList<>()).add(next.getValue());
      looped = ++steps > TOO_MANY;
      for (DesiredLink link : outgoing.getOrDefault(next.getKey(), List.of())) {
        Sample event = next.getValue();
        if (link.eventType().equals(event.type()) && event.passes(link.filters())) {
          open.add(Map.entry(link.to().channel(), event));
        }
      }
    }
  }

  static Set<ChannelId.Entry> entries(DesiredState state) {
    Set<ChannelId.Entry> entries = new HashSet<>();
    state
        .brokers()
        .values()
        .forEach(
            broker -> {
              for (Need need : broker.needs().needs()) {
                if (need instanceof Need.Channel channel
                    && channel.id() instanceof ChannelId.Entry entry) {
                  entries.add(entry);
                }
              }
            });
    return entries;
  }

  static List<Set<String>> subsets() {
    List<Set<String>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << RandomCatalogs.FILTERS.size(); bits++) {
      Set<String> subset = new HashSet<>();
      for (int i = 0; i < RandomCatalogs.FILTERS.size(); i++) {
        if ((bits >> i & 1) == 1) {
          subset.add(RandomCatalogs.FILTERS.get(i));
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  boolean looped() {
    return looped;
  }

  /** What lies in the channels that these routes read, for subscriptions that are not paused. */
  Map<Got, Integer> read(Collection<Route> routes) {
    Map<Got, Integer> got = new HashMap<>();
    for (Route route : routes) {
      if (route.paused() && route.mode() == Route.Mode.DIRECT) {
        continue;
      }
      for (LinkEnd end : route.reads()) {
        for (Sample event : channels.getOrDefault(end.channel(), List.of())) {
          // A pattern's own channel holds several event types; each grant counts its own.
          if (event.type().equals(route.grant().eventType())) {
            got.merge(new Got(route.grant(), event), 1, Integer::sum);
          }
        }
      }
    }
    return got;
  }

  /** What everybody should get, from the catalog alone. */
  static Map<Got, Integer> expected(CatalogSnapshot catalog, DesiredState state) {
    Map<Got, Integer> expected = new HashMap<>();
    Set<Name> refused = refused(state);
    new TreeMap<>(catalog.grants())
        .forEach(
            (key, grant) -> {
              var subscription = catalog.subscriptions().get(key.subscription());
              if (grant.state() != GrantState.APPROVED
                  || subscription == null
                  || refused.contains(key.subscription())
                  || subscription.spec().life() == SubscriptionLife.PAUSED
                  || !subscription.spec().selects(key.eventType())) {
                return;
              }
              JsonText filter = subscription.spec().filter();
              for (ChannelId.Entry entry : entries(state)) {
                if (!entry.eventType().equals(key.eventType())
                    || !environment(catalog, entry.broker())
                        .equals(environment(catalog, subscription.spec().at().broker()))) {
                  continue;
                }
                for (Set<String> matches : subsets()) {
                  if (filter == null || matches.contains(filter.value())) {
                    Sample event = new Sample(entry.eventType(), entry.broker(), matches);
                    expected.put(new Got(key, event), 1);
                  }
                }
              }
            });
    return expected;
  }

  /** What the planner itself refuses; what the checker finds wrong excuses nobody. */
  static Set<Name> refused(DesiredState state) {
    Set<Name> refused = new HashSet<>();
    state.refusals().stream()
        .filter(refusal -> !CHECKERS.contains(refusal.code()))
        .forEach(refusal -> refused.addAll(refusal.subjects()));
    return refused;
  }

  private static Object environment(CatalogSnapshot catalog, BrokerName broker) {
    return catalog
        .regions()
        .get(catalog.brokers().get(broker).spec().region())
        .spec()
        .environment();
  }

  /** Links over which an event goes that nobody reads behind it, paused readers included. */
  List<DesiredLink> unwanted(CatalogSnapshot catalog, Collection<Route> routes) {
    List<DesiredLink> unwanted = new ArrayList<>();
    for (DesiredLink link : links) {
      boolean broadcast =
          catalog.eventTypes().get(link.eventType()).spec().routing() == Routing.BROADCAST;
      for (Set<String> matches : subsets()) {
        Sample event = new Sample(link.eventType(), link.origin(), matches);
        if (event.passes(link.filters()) && !isWanted(catalog, link, event, routes, broadcast)) {
          unwanted.add(link);
        }
      }
    }
    return unwanted;
  }

  private boolean isWanted(
      CatalogSnapshot catalog,
      DesiredLink link,
      Sample event,
      Collection<Route> routes,
      boolean broadcast) {
    if (link.kind() == LinkKind.DELIVERY) {
      broadcast = false;
    }
    Set<BrokerName> behind = new HashSet<>(Set.of(link.to().broker()));
    boolean grows = true;
    while (grows) {
      grows = false;
      for (DesiredLink next : links) {
        if (next.eventType().equals(link.eventType())
            && next.origin().equals(link.origin())
            && next.kind() == LinkKind.TRANSFER
            && behind.contains(next.from().broker())) {
          grows |= behind.add(next.to().broker());
        }
      }
    }
    for (Route route : routes) {
      JsonText filter = catalog.subscriptions().get(route.grant().subscription()).spec().filter();
      boolean delivered =
          link.subscription() == null || link.subscription().equals(route.grant().subscription());
      if (route.grant().eventType().equals(link.eventType())
          && delivered
          && behind.contains(route.broker())
          && (broadcast || filter == null || event.matches().contains(filter.value()))) {
        return true;
      }
    }
    return false;
  }
}
