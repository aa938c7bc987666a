package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.Page;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.plan.Computed;
import io.meshwork.deployment.plan.Cursors;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Deployments over the database and the runner. */
public class StoredDeployments implements Deployments {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Records records;
  private final StoredPlans plans;
  private final ApplyDocuments documents;
  private final AuditLog audit;
  private final RegionRules rules;
  private final DeploymentRunner runner;

  StoredDeployments(
      Records records,
      StoredPlans plans,
      ApplyDocuments documents,
      AuditLog audit,
      RegionRules rules,
      DeploymentRunner runner) {
    this.records = records;
    this.plans = plans;
    this.documents = documents;
    this.audit = audit;
    this.rules = rules;
    this.runner = runner;
  }

  @Override
  public DeploymentDocument start(Actor actor, UUID id) {
    StoredPlan plan = plans.require(actor, Operation.APPLY, id);
    refuseUnlessReady(plan);
    rules.require(actor, plan);
    refuseMoved(plan, plans.again(actor, plan));
    return begin(actor, plan);
  }

  /** Applies a plan that Meshwork has just computed itself. */
  DeploymentDocument startOwn(StoredPlan plan) {
    return begin(Actor.mesh(), plan);
  }

  @Override
  public DeploymentDocument find(Actor actor, UUID id) {
    return visible(actor, id).document();
  }

  @Override
  public Page<DeploymentDocument> list(Actor actor, int limit, @Nullable String cursor) {
    var found =
        records.deployments().newest(StoredPlans.visible(actor), Cursors.read(cursor), limit + 1);
    return Cursors.page(found, limit, StoredDeployment::number, StoredDeployment::document);
  }

  @Override
  public Following follow(Actor actor, UUID id, Consumer<DeploymentDocument> listener) {
    visible(actor, id);
    Thread thread = Thread.ofVirtual().name("follow-" + id).start(() -> tell(id, listener));
    return thread::interrupt;
  }

  private void tell(UUID id, Consumer<DeploymentDocument> listener) {
    long told = Long.MIN_VALUE;
    try {
      while (true) {
        long count = runner.progress().count();
        long version = records.deployments().version(id);
        if (version != told) {
          DeploymentDocument document = records.deployments().find(id).orElseThrow().document();
          listener.accept(document);
          told = version;
          if (document.endedAt() != null) {
            return;
          }
        }
        runner.progress().await(count, LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StoredDeployment visible(Actor actor, UUID id) {
    StoredDeployment deployment =
        records
            .deployments()
            .find(id)
            .orElseThrow(
                () ->
                    new MeshException(
                        AccessError.NOT_FOUND, "There is no deployment '%s'.".formatted(id)));
    plans.require(actor, Operation.READ, deployment.plan());
    return deployment;
  }

  private DeploymentDocument begin(Actor actor, StoredPlan plan) {
    UUID id = UUID.randomUUID();
    records
        .transaction()
        .executeWithoutResult(
            _ -> {
              refuseUnlessReady(records.plans().lock(plan.id()).orElseThrow());
              saveDocuments(actor, plan);
              records
                  .deployments()
                  .insert(id, plan.id(), actor.subject(), plan.content().steps().size());
              records.plans().settle(plan.id(), PlanDocument.State.APPLIED);
              audit.record(entry(actor, plan, id));
            });
    runner.wake();
    return records.deployments().find(id).orElseThrow().document();
  }

  private void saveDocuments(Actor actor, StoredPlan plan) {
    String kept = plan.content().documents();
    if (kept != null) {
      Revision since = new Revision(plan.content().document().revision());
      documents.apply(actor, Documents.read(kept), new ApplyOptions(false, null, since));
    }
  }

  private static AuditEntry entry(Actor actor, StoredPlan plan, UUID deployment) {
    return new AuditEntry(
        actor,
        "deploy",
        "Plan",
        plan.id().toString(),
        plan.teams(),
        null,
        new JsonText(
            "{\"deployment\":\"%s\",\"actions\":%d}"
                .formatted(deployment, plan.content().steps().size())),
        null);
  }

  private static void refuseUnlessReady(StoredPlan plan) {
    switch (plan.state()) {
      case READY -> {}
      case EMPTY ->
          throw new MeshException(
              DeploymentError.PLAN_EMPTY,
              "Plan '%s' has nothing to do: the mesh is as it should be.".formatted(plan.id()));
      case BLOCKED ->
          throw new MeshException(
              DeploymentError.PLAN_BLOCKED,
              "Plan '%s' is blocked: %s Mend it and plan again."
                  .formatted(plan.id(), plan.content().document().blocked().getFirst().reason()));
      case APPLIED ->
          throw new MeshException(
              DeploymentError.PLAN_APPLIED,
              "Plan '%s' was applied before; a plan is applied once.".formatted(plan.id()));
      case STALE -> throw stale(plan, "it was found so before");
    }
  }

  private void refuseMoved(StoredPlan plan, Computed now) {
    if (now.plan().isApplicable() && now.steps().equals(plan.content().steps())) {
      return;
    }
    records
        .transaction()
        .executeWithoutResult(_ -> records.plans().settle(plan.id(), PlanDocument.State.STALE));
    throw stale(plan, Moves.between(plan.content().steps(), now));
  }

  private static MeshException stale(StoredPlan plan, String why) {
    return new MeshException(
        DeploymentError.PLAN_STALE,
        "Plan '%s' is stale: %s. Plan again, and look at what it says now."
            .formatted(plan.id(), why));
  }
}
