package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogChanged;
import io.meshwork.deployment.execution.Signal;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.execution.Stopping;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.plan.Computed;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.ChangedEntries;
import io.meshwork.deployment.store.StoreJson;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Blocked;
import io.meshwork.planner.Causes;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Plans for what changed in the catalog, and deploys at once where the regions allow.
 *
 * <p>Invariant: every change of the catalog is in {@link ChangedEntries} before the revision that
 * brought it counts as looked at, and leaves it only in the transaction that keeps its plan, or
 * when there is nothing to do. So no change is lost with a process. One control plane at a time
 * works here.
 */
public class SelfService implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SelfService.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String RIGHT = "self-service";

  private final Records records;
  private final ChangedEntries changed;
  private final Locks locks;
  private final Catalog catalog;
  private final Planning planning;
  private final DeploymentRunner runner;
  private final Signal wake = new Signal();
  private final Set<UUID> settled = new HashSet<>();
  private volatile StopSignal stop = new StopSignal();
  private volatile Thread looper = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean running;

  SelfService(
      Records records,
      ChangedEntries changed,
      Locks locks,
      Catalog catalog,
      Planning planning,
      DeploymentRunner runner) {
    this.records = records;
    this.changed = changed;
    this.locks = locks;
    this.catalog = catalog;
    this.planning = planning;
    this.runner = runner;
  }

  /** What it plans and deploys with. */
  record Planning(
      PlanComputer computer,
      StoredPlans plans,
      StoredDeployments deployments,
      RegionRules rules,
      ManifestKeeper manifests) {}

  @Override
  public void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    running = true;
    looper = Thread.ofVirtual().name("self-service").start(() -> loop(signal));
  }

  @Override
  public void stop() {
    running = false;
    stop.give();
    wake.give();
    Stopping.await(List.of(looper));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @EventListener
  void changed(CatalogChanged change) {
    wake.give();
  }

  private void loop(StopSignal signal) {
    while (!signal.isGiven()) {
      long count = wake.count();
      try {
        Optional<Locks.Held> right = locks.tryHold(List.of(RIGHT));
        if (right.isPresent()) {
          try (Locks.Held held = right.get()) {
            held.check();
            round();
          }
        }
        wake.await(count, LOOK);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("Changes of the catalog cannot be planned for; trying again");
        signal.within(LOOK);
      }
    }
  }

  private void round() {
    lookAtCatalog();
    lookAtEnded();
    SortedSet<Name> due = changed.due();
    if (due.isEmpty()) {
      return;
    }
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    if (due.size() > 1 && alone(due, () -> deploysAtOnce(now, due)).orElse(false)) {
      return;
    }
    for (Name name : due) {
      SortedSet<Name> one = Causes.of(name);
      boolean planned =
          alone(
                  one,
                  () -> {
                    plan(now, one);
                    return true;
                  })
              .isPresent();
      if (!planned) {
        write(() -> changed.postpone(one));
      }
    }
  }

  /** Does what must not keep the others waiting when it fails; empty: it failed. */
  private static Optional<Boolean> alone(SortedSet<Name> names, BooleanSupplier planning) {
    try {
      return Optional.of(planning.getAsBoolean());
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("entries", names.stream().limit(10).map(Causes::title).toList())
          .log("Changed entries cannot be planned for; trying each later by itself");
      return Optional.empty();
    }
  }

  private void lookAtCatalog() {
    Revision before = changed.looked();
    Revision now = catalog.currentRevision();
    if (now.equals(before)) {
      return;
    }
    SortedSet<Name> names =
        CatalogDifference.between(catalog.snapshot(before), catalog.snapshot(now));
    List<Name> concerned = new ArrayList<>();
    for (Name name : names) {
      concerned.addAll(CatalogDifference.concerned(name, catalog.snapshot(now)));
    }
    write(
        () -> {
          changed.add(Causes.of(concerned), Duration.ZERO);
          changed.looked(now);
        });
    if (names.stream().anyMatch(BrokerName.class::isInstance)) {
      planning.manifests().refreshBrokers();
    }
  }

  /** What an ended deployment changed may settle plans that wait, or leave a rest. */
  private void lookAtEnded() {
    boolean any = false;
    for (StoredDeployment ended : records.deployments().ended(20)) {
      if (settled.add(ended.id())) {
        any = true;
        boolean failedAlone =
            ended.document().state() == DeploymentDocument.State.FAILED
                && ended.document().startedBy().equals(Actor.mesh().subject());
        if (failedAlone) {
          StoredPlan plan = records.plans().find(ended.plan()).orElseThrow();
          write(
              () -> {
                changed.add(names(plan), Duration.ZERO);
                changed.postpone(names(plan));
                changed.postpone(names(plan));
              });
        }
      }
    }
    if (any) {
      SortedSet<Name> waiting =
          Causes.of(
              records.plans().waiting().stream().flatMap(plan -> names(plan).stream()).toList());
      write(() -> changed.add(waiting, Duration.ZERO));
    }
  }

  /** All changes in one deployment, if that may be; else each is planned by itself. */
  private boolean deploysAtOnce(CatalogSnapshot now, SortedSet<Name> due) {
    Computed computed = compute(now, due);
    return !isBusy(computed.plan()) && allowedAlone(now, computed.plan()) && deploy(due, computed);
  }

  private void plan(CatalogSnapshot now, SortedSet<Name> names) {
    Computed computed = compute(now, names);
    Plan plan = computed.plan();
    if (plan.isEmpty()) {
      write(
          () -> {
            supersede(names);
            changed.remove(names);
          });
    } else if (isBusy(plan)) {
      wakeWhenFree();
    } else if (allowedAlone(now, plan)) {
      deploy(names, computed);
    } else {
      Computed soon = computed.withoutContract();
      boolean less = soon.steps().size() < computed.steps().size();
      if (less && allowedAlone(now, soon.plan())) {
        // What is left, to take channels away, is an operator's decision: planned next.
        deploy(soon, names, () -> {});
      } else {
        leaveToOperator(names, computed);
      }
    }
  }

  private Computed compute(CatalogSnapshot now, SortedSet<Name> names) {
    return planning.computer().compute(now, new Scope.Resources(names));
  }

  /** What owners took back counts as safe: access is withdrawn at once. */
  private boolean allowedAlone(CatalogSnapshot now, Plan plan) {
    return plan.isApplicable()
        && !plan.actions().isEmpty()
        && planning
            .rules()
            .allowsAlone(plan.regions(), plan.isSafeBut(CatalogDifference.withdrawn(now)));
  }

  private boolean deploy(SortedSet<Name> names, Computed computed) {
    deploy(computed, names, () -> changed.remove(names));
    return true;
  }

  private void deploy(Computed computed, SortedSet<Name> names, Runnable also) {
    StoredPlan kept = planning.plans().keepOwn(names, computed, false);
    write(
        () -> {
          supersede(names);
          also.run();
          planning.deployments().startOwn(kept);
        });
  }

  private void leaveToOperator(SortedSet<Name> names, Computed computed) {
    boolean away =
        computed.plan().blocked().stream()
            .anyMatch(blocked -> blocked.code() == Blocked.Code.BROKER_AWAY);
    if (!isKnown(names, computed)) {
      write(
          () -> {
            supersede(names);
            planning.plans().keepOwn(names, computed, true);
          });
    }
    write(
        () -> {
          if (away) {
            changed.postpone(names);
          } else {
            changed.remove(names);
          }
        });
  }

  private boolean isKnown(SortedSet<Name> names, Computed computed) {
    return records.plans().waiting().stream()
        .anyMatch(
            plan ->
                names(plan).equals(names)
                    && plan.content().steps().equals(computed.steps())
                    && plan.content().document().blocked().size()
                        == computed.plan().blocked().size() + computed.plan().refusals().size());
  }

  private void supersede(SortedSet<Name> names) {
    for (StoredPlan plan : records.plans().waiting()) {
      if (names.containsAll(names(plan))) {
        records.plans().settle(plan.id(), PlanDocument.State.STALE);
      }
    }
  }

  private boolean isBusy(Plan plan) {
    Set<String> wanted = DeploymentRunner.rights(plan.brokers(), plan.regions());
    return records.deployments().unfinished().stream()
        .map(deployment -> records.plans().find(deployment.plan()).orElseThrow())
        .anyMatch(
            other ->
                DeploymentRunner.rights(other.brokers(), other.regions()).stream()
                    .anyMatch(wanted::contains));
  }

  private void wakeWhenFree() {
    long seen = runner.progress().count();
    Thread.ofVirtual()
        .name("self-service-wait")
        .start(
            () -> {
              try {
                runner.progress().await(seen, LOOK);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              wake.give();
            });
  }

  private static SortedSet<Name> names(StoredPlan plan) {
    List<PlanScope.ResourceRef> resources = plan.content().document().scope().resources();
    return resources == null
        ? Causes.of()
        : Causes.of(
            resources.stream().map(each -> StoreJson.name(each.kind(), each.name())).toList());
  }

  private void write(Runnable writing) {
    records.transaction().executeWithoutResult(_ -> writing.run());
  }
}
