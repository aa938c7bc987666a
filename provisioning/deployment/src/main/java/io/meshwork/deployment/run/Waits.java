package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.api.DeploymentDocument.WaitCode;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.plan.Computed;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.planner.Blocked;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells what speaks against steps of a contract phase. Cheap things are looked at first: brokers
 * are asked only when no relay and no clock speaks against a step any more.
 */
final class Waits {
  private final Catalog catalog;
  private final RelayWaits relays;
  private final Observations observations;
  private final StoredPlans plans;
  private final DeploymentStore deployments;
  private final Rules rules;

  Waits(
      Catalog catalog,
      RelayWaits relays,
      Observations observations,
      StoredPlans plans,
      DeploymentStore deployments,
      Rules rules) {
    this.catalog = catalog;
    this.relays = relays;
    this.observations = observations;
    this.plans = plans;
    this.deployments = deployments;
    this.rules = rules;
  }

  /** What regions say, and what time it is. */
  record Rules(RegionRules regions, Clock clock) {}

  /** What becomes of a step now. */
  sealed interface Verdict {
    /** These speak against it. */
    record Waiting(List<Wait> reasons) implements Verdict {}

    /** It is not wanted any more. */
    record Unwanted(String why) implements Verdict {}

    /** Nothing speaks against it. */
    record Ready(String remark) implements Verdict {}
  }

  /** One verdict a step, by number. */
  Map<Integer, Verdict> of(
      StoredDeployment deployment, StoredPlan plan, List<Step.OnBroker> steps) {
    List<Wait> waiting =
        relays.of(deployment.id(), deployments.switched(deployment.id()), isHurried(deployment));
    Map<Integer, Verdict> verdicts = new HashMap<>();
    List<Step.OnBroker> asked = new ArrayList<>();
    for (Step.OnBroker step : steps) {
      List<Wait> reasons = new ArrayList<>(waiting);
      frozen(plan, step, reasons);
      if (reasons.isEmpty()) {
        asked.add(step);
      } else {
        window(deployment, reasons);
        verdicts.put(step.number(), new Verdict.Waiting(reasons));
      }
    }
    if (!asked.isEmpty()) {
      look(deployment, plan, asked, verdicts);
    }
    return verdicts;
  }

  private void frozen(StoredPlan plan, Step.OnBroker step, List<Wait> reasons) {
    RegionName region = new RegionName(action(plan, step).region());
    rules
        .regions()
        .frozen(region)
        .ifPresent(
            window ->
                reasons.add(
                    new Wait(
                        WaitCode.FROZEN,
                        "Region '%s' is frozen: %s".formatted(region, window.reason()),
                        window.until())));
  }

  private void window(StoredDeployment deployment, List<Wait> reasons) {
    DeploymentDocument.Contract contract = deployment.document().contract();
    Instant now = rules.clock().instant();
    if (contract != null && !isHurried(deployment) && now.isBefore(contract.undoUntil())) {
      reasons.add(
          new Wait(
              WaitCode.UNDO_WINDOW,
              "Kept so that undoing brings back exactly what was.",
              contract.undoUntil()));
    }
  }

  private void look(
      StoredDeployment deployment,
      StoredPlan plan,
      List<Step.OnBroker> steps,
      Map<Integer, Verdict> verdicts) {
    Map<BrokerName, Set<ResourceId>> asked = new TreeMap<>();
    steps.forEach(
        step ->
            asked.computeIfAbsent(step.broker(), _ -> new TreeSet<>()).add(step.operation().id()));
    Map<BrokerName, BrokerSpec> specs = specs(asked.keySet());
    Map<BrokerName, BrokerSight> sights = observations.observe(specs, asked);
    Map<BrokerName, Map<ResourceId, Traffic>> traffic = observations.traffic(specs, asked);
    Set<String> forced = deployments.forced(deployment.id());
    List<Step.OnBroker> clear = new ArrayList<>();
    for (Step.OnBroker step : steps) {
      ResourceId id = step.operation().id();
      if (isDone(deployment, step, sights.get(step.broker()))) {
        verdicts.put(step.number(), new Verdict.Ready("Done before it could be written down."));
        continue;
      }
      Traffic flow = traffic.getOrDefault(step.broker(), Map.of()).get(id);
      List<Wait> reasons = new ArrayList<>();
      switch (sights.get(step.broker())) {
        case BrokerSight.Seen(var observation) -> {
          var there = observation.resources().get(id);
          List<ConsumerGroup> readers = there == null ? List.of() : there.readers();
          boolean loses = there != null && loses(step, flow, readers);
          if (loses) {
            window(deployment, reasons);
          }
          if (loses && !forced.contains(step.broker() + " " + id)) {
            inUse(step, flow, readers, reasons);
          }
        }
        case BrokerSight.Away(var since, var reason) ->
            reasons.add(
                new Wait(
                    WaitCode.BROKER_AWAY,
                    "Broker '%s' does not answer since %s: %s"
                        .formatted(step.broker(), since, reason),
                    null));
        case null ->
            reasons.add(
                new Wait(
                    WaitCode.BROKER_AWAY,
                    "Broker '%s' is not in the catalog any more.".formatted(step.broker()),
                    null));
      }
      if (reasons.isEmpty()) {
        clear.add(step);
        verdicts.put(step.number(), new Verdict.Ready(remark(step, flow)));
      } else {
        verdicts.put(step.number(), new Verdict.Waiting(reasons));
      }
    }
    if (!clear.isEmpty()) {
      holdAgainstPlan(deployment, plan, clear, verdicts);
    }
  }

  /**
   * Whether a step that was cut short has done its work: nothing speaks against asking for it once
   * more, which only writes down that it is done.
   */
  private static boolean isDone(
      StoredDeployment deployment, Step.OnBroker step, @Nullable BrokerSight sight) {
    boolean begun =
        deployment.document().steps().stream()
            .anyMatch(each -> each.action() == step.number() && each.state() == StepState.RUNNING);
    if (!begun || !(sight instanceof BrokerSight.Seen(var observation))) {
      return false;
    }
    ObservedResource there = observation.resources().get(step.operation().id());
    return switch (step.operation()) {
      case Operation.Delete _ -> there == null;
      case Operation.Release _ -> there == null || !(there.ownership() instanceof Ownership.Ours);
      case Operation.Change(_, var to, var identity) ->
          there != null
              && there.identity().equals(identity)
              && there.beside(to).attributes().equals(to.attributes());
      case Operation.Create _, Operation.Adopt _ -> false;
    };
  }

  /** The plan computed now must still ask for the step. */
  private void holdAgainstPlan(
      StoredDeployment deployment,
      StoredPlan plan,
      List<Step.OnBroker> clear,
      Map<Integer, Verdict> verdicts) {
    Computed now = plans.again(Actor.mesh(), plan, deployment.id());
    Set<BrokerName> away = new TreeSet<>();
    for (Blocked blocked : now.plan().blocked()) {
      BrokerName broker = blocked.broker();
      if (blocked.code() == Blocked.Code.BROKER_AWAY && broker != null) {
        away.add(broker);
      }
    }
    for (Step.OnBroker step : clear) {
      if (away.contains(step.broker())) {
        verdicts.put(
            step.number(),
            new Verdict.Waiting(
                List.of(
                    new Wait(
                        WaitCode.BROKER_AWAY,
                        "Broker '%s' stopped answering.".formatted(step.broker()),
                        null))));
      } else if (!asksFor(now, step)) {
        verdicts.put(
            step.number(),
            new Verdict.Unwanted(
                "Not done: by revision %d of the catalog, and by what is there, nothing is to be taken away here any more."
                    .formatted(now.plan().revision().number())));
      }
    }
  }

  private static boolean asksFor(Computed now, Step.OnBroker step) {
    return now.steps().stream()
        .anyMatch(
            each ->
                each instanceof Step.OnBroker other
                    && other.broker().equals(step.broker())
                    && other.operation().equals(step.operation()));
  }

  private static boolean loses(
      Step.OnBroker step, @Nullable Traffic traffic, List<ConsumerGroup> readers) {
    return switch (step.operation()) {
      case Operation.Release _, Operation.Create _, Operation.Adopt _ -> false;
      case Operation.Change _ -> true;
      case Operation.Delete _ -> traffic == null || traffic.retained() > 0 || !readers.isEmpty();
    };
  }

  private static void inUse(
      Step.OnBroker step,
      @Nullable Traffic traffic,
      List<ConsumerGroup> readers,
      List<Wait> reasons) {
    if (!(step.operation() instanceof Operation.Delete(var id, _))) {
      return;
    }
    for (ConsumerGroup group : readers) {
      if (group.members() > 0 || group.lag() > 0) {
        reasons.add(
            new Wait(
                WaitCode.IN_USE,
                "Group '%s' reads '%s' (%d members, lag %d). Stop it, let it catch up, or force '%s' by name."
                    .formatted(group.name(), id, group.members(), group.lag(), id),
                null));
      }
    }
    if (traffic != null && traffic.lastHour() > 0) {
      reasons.add(
          new Wait(
              WaitCode.IN_USE,
              "%d events were written to '%s' in the last hour, %d in the last 24. Stop its writers, or force '%s' by name."
                  .formatted(traffic.lastHour(), id, traffic.lastDay(), id),
              null));
    }
  }

  private static String remark(Step.OnBroker step, @Nullable Traffic traffic) {
    return switch (step.operation()) {
      case Operation.Delete _ ->
          traffic == null
              ? "Deleted."
              : "Deleted with what it held, up to %d events.".formatted(traffic.retained());
      case Operation.Change _ ->
          traffic == null
              ? "Narrowed."
              : "Narrowed; it held up to %d events before.".formatted(traffic.retained());
      case Operation.Release _ -> "Given back as it was.";
      case Operation.Create _, Operation.Adopt _ -> "Done.";
    };
  }

  private Map<BrokerName, BrokerSpec> specs(Set<BrokerName> names) {
    var snapshot = catalog.snapshot(catalog.currentRevision());
    Map<BrokerName, BrokerSpec> specs = new TreeMap<>();
    for (BrokerName name : names) {
      var entity = snapshot.brokers().get(name);
      if (entity != null) {
        specs.put(name, entity.spec());
      }
    }
    return specs;
  }

  private static ActionDocument action(StoredPlan plan, Step step) {
    return plan.content().document().actions().get(step.number() - 1);
  }

  private static boolean isHurried(StoredDeployment deployment) {
    DeploymentDocument.Contract contract = deployment.document().contract();
    return contract != null && contract.hurriedBy() != null;
  }
}
