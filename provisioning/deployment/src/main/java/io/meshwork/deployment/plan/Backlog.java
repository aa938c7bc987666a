package io.meshwork.deployment.plan;

import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanContent;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.planner.Particulars;
import io.meshwork.transport.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what deployments have still to take away. */
final class Backlog {
  private final PlanStore plans;
  private final DeploymentStore deployments;

  Backlog(PlanStore plans, DeploymentStore deployments) {
    this.plans = plans;
    this.deployments = deployments;
  }

  List<Memory.Waiting> read() {
    List<Memory.Waiting> waiting = new ArrayList<>();
    for (StoredDeployment deployment : deployments.contracting()) {
      Set<Integer> open =
          deployment.document().steps().stream()
              .filter(
                  step -> step.state() == StepState.WAITING || step.state() == StepState.RUNNING)
              .map(step -> step.action())
              .collect(Collectors.toSet());
      PlanContent content = plans.find(deployment.plan()).orElseThrow().content();
      for (Step step : content.contract()) {
        if (open.contains(step.number()) && step instanceof Step.OnBroker onBroker) {
          Particulars.Pending pending = pending(onBroker.operation());
          if (pending != null) {
            waiting.add(new Memory.Waiting(deployment.id(), onBroker.broker(), pending));
          }
        }
      }
    }
    return waiting;
  }

  private static Particulars.@Nullable Pending pending(Operation operation) {
    return switch (operation) {
      case Operation.Delete(var id, _) -> new Particulars.Pending(id, null);
      case Operation.Release(var id, _) -> new Particulars.Pending(id, null);
      case Operation.Change(_, var to, _) -> new Particulars.Pending(to.id(), to.attributes());
      case Operation.Create _, Operation.Adopt _ -> null;
    };
  }
}
