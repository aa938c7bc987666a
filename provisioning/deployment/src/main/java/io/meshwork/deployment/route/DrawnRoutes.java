package io.meshwork.deployment.route;

import io.meshwork.api.RouteDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.plan.Memory;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.Planner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Routes from manifests, plans and the catalog. */
class DrawnRoutes implements Routes {
  private final Catalog catalog;
  private final StoredPlans plans;
  private final PlanComputer computer;
  private final Planner planner;

  DrawnRoutes(Catalog catalog, StoredPlans plans, PlanComputer computer, Planner planner) {
    this.catalog = catalog;
    this.plans = plans;
    this.computer = computer;
    this.planner = planner;
  }

  @Override
  public RouteDocument route(
      Actor actor, EventTypeName eventType, SubscriptionName subscription, @Nullable UUID plan) {
    StoredPlan stored = plan == null ? null : plans.require(actor, Operation.READ, plan);
    CatalogSnapshot unsaved = stored == null ? null : plans.unsaved(actor, stored);
    CatalogSnapshot saved = catalog.snapshot(catalog.currentRevision());
    CatalogSnapshot shown = unsaved == null ? saved : unsaved;
    // What only the plan's documents hold is seen by whoever sees the plan.
    if (saved.eventTypes().containsKey(eventType) || !shown.eventTypes().containsKey(eventType)) {
      catalog.require(actor, Operation.READ, eventType);
    }
    if (saved.subscriptions().containsKey(subscription)
        || !shown.subscriptions().containsKey(subscription)) {
      catalog.require(actor, Operation.READ, subscription);
    }
    DesiredState desired = unsaved == null ? computer.desired(saved) : planner.desired(shown);
    Memory memory = computer.memory();
    Map<LinkId, DesiredLink> before = new TreeMap<>();
    memory.applied().values().forEach(manifest -> before.putAll(manifest.links()));
    List<Step> steps = stored == null ? List.of() : stored.content().steps();
    return new RouteDrawing(shown, desired, memory, new RouteDrawing.Asked(eventType, subscription))
        .document(plan, before, steps);
  }
}
