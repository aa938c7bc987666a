package io.meshwork.deployment.trace;

import io.meshwork.deployment.store.MoveStore;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Refusal;
import io.meshwork.planner.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a trace is judged by: the catalog of then and of now, the links of the time, and whose
 * branches are shown.
 *
 * @param desired of the catalog of then
 * @param shown the subscriptions whose branches are told
 * @param moves that operators made of a link's position, newest first
 * @param everything whether links that carry for nobody shown are told too
 */
record Scene(
    EventTypeName type,
    CatalogSnapshot then,
    CatalogSnapshot now,
    DesiredState desired,
    PastLinks links,
    Set<SubscriptionName> shown,
    Function<LinkId, List<MoveStore.Entry>> moves,
    boolean everything) {
  /** Copies. */
  Scene {
    shown = Set.copyOf(shown);
  }

  /** The links out of a channel since a moment. */
  List<LinkLife> out(LinkEnd channel, Instant since) {
    return links.from(since).stream()
        .filter(life -> isSame(life.shown(since).from(), channel))
        .filter(life -> concerns(life.shown(since)))
        .toList();
  }

  private boolean concerns(DesiredLink link) {
    SubscriptionName subscription = link.subscription();
    return subscription == null
        ? everything || link.demands().keySet().stream().anyMatch(shown::contains)
        : shown.contains(subscription);
  }

  /** The routes of subscriptions that read the channel themselves. */
  List<Route> direct(LinkEnd channel) {
    return desired.routes().stream()
        .filter(route -> route.grant().eventType().equals(type))
        .filter(route -> route.mode() == Route.Mode.DIRECT)
        .filter(route -> shown.contains(route.grant().subscription()))
        .filter(route -> route.reads().stream().anyMatch(read -> isSame(read, channel)))
        .toList();
  }

  private static boolean isSame(LinkEnd one, LinkEnd other) {
    return one.broker().equals(other.broker()) && one.address().equals(other.address());
  }

  Standing standing(SubscriptionName subscription) {
    return Standing.of(subscription, type, then, now);
  }

  /** Why the planner refuses to lead anything there. */
  Optional<String> refusal(SubscriptionName subscription) {
    return desired.refusals().stream()
        .filter(refusal -> refusal.subjects().contains(subscription))
        .map(Refusal::message)
        .findFirst();
  }
}
