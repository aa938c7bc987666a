package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.plan.Computed;
import io.meshwork.deployment.plan.Cursors;
import io.meshwork.deployment.plan.Permits;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deployments over the database and the runner. */
public class StoredDeployments implements Deployments {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Records records;
  private final StoredPlans plans;
  private final AuditLog audit;
  private final RegionRules rules;
  private final DeploymentRunner runner;
  private final Clock clock;

  StoredDeployments(
      Records records, StoredPlans plans, AuditLog audit, RegionRules rules, Running running) {
    this.records = records;
    this.plans = plans;
    this.audit = audit;
    this.rules = rules;
    this.runner = running.runner();
    this.clock = running.clock();
  }

  /** What carries deployments out, and by which time. */
  record Running(DeploymentRunner runner, Clock clock) {}

  @Override
  public DeploymentDocument start(Actor actor, UUID id, @Nullable String override) {
    StoredPlan plan = plans.require(actor, Operation.APPLY, id);
    refuseUnlessReady(plan);
    rules.require(actor, plan, override);
    Instant looked = clock.instant();
    refuseMoved(plan, plans.again(actor, plan, null));
    return begin(actor, plan, override, looked);
  }

  @Override
  public DeploymentDocument hurry(Actor actor, UUID id, String reason, List<Named> forced) {
    StoredDeployment deployment = visible(actor, id);
    StoredPlan plan = plans.require(actor, Operation.APPLY, deployment.plan());
    DeploymentDocument.Contract contract = deployment.document().contract();
    if (contract == null || !contract.open()) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "Nothing of deployment '%s' waits any more.".formatted(id));
    }
    if (reason.isBlank()) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "Ending the wait needs a reason; it is kept in the audit.");
    }
    rules.requireSecondPerson(actor, plan);
    Set<String> names = forced.stream().map(each -> name(plan, each)).collect(Collectors.toSet());
    records
        .transaction()
        .executeWithoutResult(
            _ -> {
              records.deployments().hurry(id, actor.subject(), reason, names);
              audit.record(
                  new AuditEntry(
                      actor,
                      "contract",
                      "Deployment",
                      id.toString(),
                      plan.teams(),
                      null,
                      new JsonText(
                          MeshJson.write(Map.of("reason", reason, "forced", new TreeSet<>(names)))),
                      null));
            });
    runner.wake();
    return records.deployments().find(id).orElseThrow().document();
  }

  private static String name(StoredPlan plan, Named forced) {
    ResourceId resource = Permits.resource(forced.resource());
    return plan.content().contract().stream()
        .filter(Step.OnBroker.class::isInstance)
        .map(Step.OnBroker.class::cast)
        .filter(step -> step.broker().value().equals(forced.broker()))
        .filter(step -> step.operation().id().equals(resource))
        .map(step -> step.broker() + " " + resource)
        .findFirst()
        .orElseThrow(
            () ->
                new MeshException(
                    DeploymentError.INVALID_ALLOWANCE,
                    "'%s' on broker '%s' is not among what waits to be taken away here."
                        .formatted(forced.resource(), forced.broker())));
  }

  @Override
  public boolean mayStart(Actor actor, UUID plan) {
    return plans.allows(actor, Operation.APPLY, plan);
  }

  @Override
  public Clearance clearance(Actor actor, UUID plan) {
    return mayStart(actor, plan)
        ? rules.clearance(actor, plans.require(actor, Operation.APPLY, plan))
        : new Clearance.NotTheirs();
  }

  /** Applies a plan that Meshwork has just computed itself. */
  DeploymentDocument startOwn(StoredPlan plan) {
    return begin(Actor.mesh(), plan, null, plan.content().document().createdAt());
  }

  @Override
  public DeploymentDocument find(Actor actor, UUID id) {
    return visible(actor, id).document();
  }

  @Override
  public Page<DeploymentDocument> list(Actor actor, int limit, @Nullable String cursor) {
    var found =
        records.deployments().newest(plans.requireVisible(actor), Cursors.read(cursor), limit + 1);
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

  private DeploymentDocument begin(
      Actor actor, StoredPlan plan, @Nullable String override, Instant looked) {
    UUID id = UUID.randomUUID();
    records
        .transaction()
        .executeWithoutResult(
            _ -> {
              records.deployments().holdBeginnings();
              refuseUnlessReady(records.plans().lock(plan.id()).orElseThrow());
              if (records.deployments().contractedSince(plan.brokers(), looked)) {
                throw stale(plan, "something was taken away from its brokers at this moment");
              }
              plans.save(actor, plan);
              records
                  .deployments()
                  .insert(id, plan.id(), actor.subject(), plan.content().steps().size());
              records.plans().settle(plan.id(), PlanDocument.State.APPLIED);
              UUID undone = plan.content().document().undoes();
              if (undone != null) {
                takeBack(undone, id);
              }
              audit.record(entry(actor, plan, id, override));
            });
    runner.wake();
    return records.deployments().find(id).orElseThrow().document();
  }

  private void takeBack(UUID undone, UUID by) {
    if (records.deployments().lock(undone).orElseThrow().document().undoneBy() != null) {
      throw new MeshException(
          DeploymentError.CANNOT_UNDO,
          "Deployment '%s' was taken back by another at the same moment.".formatted(undone));
    }
    records
        .deployments()
        .cancelContract(undone, "Not done: the deployment was taken back by '%s'.".formatted(by));
    records.deployments().undone(undone, by);
  }

  private static AuditEntry entry(
      Actor actor, StoredPlan plan, UUID deployment, @Nullable String override) {
    Map<String, Object> said = new TreeMap<>();
    said.put("deployment", deployment);
    said.put("actions", plan.content().steps().size());
    PlanDocument document = plan.content().document();
    if (document.undoes() != null) {
      said.put("undoes", document.undoes());
    }
    if (override != null) {
      said.put("despiteFreeze", override);
    }
    if (!document.allowances().force().isEmpty()) {
      said.put("forced", document.allowances().force());
    }
    if (!document.allowances().adopt().isEmpty()) {
      said.put("adopted", document.allowances().adopt());
    }
    return new AuditEntry(
        actor,
        "deploy",
        "Plan",
        plan.id().toString(),
        plan.teams(),
        null,
        new JsonText(MeshJson.write(said)),
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
