package io.meshwork.deployment.trace;

import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of a trace somebody is told.
 *
 * @param shown the subscriptions whose ways are told
 * @param everything whether all links are
 * @param seesEntries whether it is told if the event was published at all
 */
record Audience(
    Set<SubscriptionName> shown, boolean everything, boolean seesEntries, List<String> notes) {
  static Audience of(Catalog catalog, Actor actor, Trace.Asked asked, Past.Catalogs catalogs) {
    EventTypeName type = asked.eventType();
    catalog.require(actor, Operation.READ, type);
    SubscriptionName only = asked.subscription();
    if (only != null) {
      catalog.require(actor, Operation.READ, only);
    }
    var entity = catalogs.now().eventTypes().get(type);
    boolean owner = actor.seesEverything() || (entity != null && isOf(actor, entity.team()));
    Set<SubscriptionName> shown = new TreeSet<>();
    boolean granted = false;
    Predicate<SubscriptionName> visible = name -> catalog.allows(actor, Operation.READ, name);
    for (CatalogSnapshot each : List.of(catalogs.then(), catalogs.now())) {
      for (Entity<SubscriptionName, SubscriptionSpec> subscription :
          each.subscriptions().values()) {
        SubscriptionName name = subscription.name();
        boolean asks = subscription.spec().selects(type) && (only == null || name.equals(only));
        if (asks && (owner || isOf(actor, subscription.team())) && visible.test(name)) {
          shown.add(name);
          Standing standing = Standing.of(name, type, catalogs.then(), catalogs.now());
          granted |= standing.wasGranted() || standing.isGranted();
        }
      }
    }
    if (!owner && shown.isEmpty()) {
      throw new MeshException(
          AccessError.FORBIDDEN,
          "You may not trace events of type '%s': that takes its owner's team, or a subscription of yours to it."
              .formatted(type));
    }
    return new Audience(
        Set.copyOf(shown),
        owner && only == null,
        owner || granted,
        owner || granted
            ? List.of()
            : List.of("Whether the event was published is told to who is granted its type."));
  }

  private static boolean isOf(Actor actor, @Nullable TeamName team) {
    return team != null
        && (actor.roleIn(team).isPresent()
            || (actor.holder() instanceof Actor.Holder.Application key && key.team().equals(team)));
  }
}
