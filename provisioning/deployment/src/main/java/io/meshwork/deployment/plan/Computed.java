package io.meshwork.deployment.plan;

import io.meshwork.deployment.execution.Step;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.Plan;
import java.util.List;

/** A plan fresh from the planner, with the steps that apply it: one an action, in its order. */
public record Computed(DesiredState desired, Plan plan, List<Step> steps) {
  /** Copies the steps. */
  public Computed {
    steps = List.copyOf(steps);
  }

  /** The same without what waits for its contract phase, which comes last. */
  public Computed withoutContract() {
    Plan soon = plan.withoutContract();
    return new Computed(desired, soon, steps.subList(0, soon.actions().size()));
  }
}
