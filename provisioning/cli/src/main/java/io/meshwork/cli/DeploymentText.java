package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.PlanDocument;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A deployment as people read it in a terminal. */
final class DeploymentText {
  private DeploymentText() {}

  static void print(DeploymentDocument deployment, @Nullable PlanDocument plan, PrintWriter out) {
    for (DeploymentDocument.Step step : deployment.steps()) {
      boolean told = step.state() == StepState.WAITING || step.state() == StepState.FAILED;
      if (told) {
        PlanDocument.ActionDocument action = action(plan, step);
        String message = step.message();
        out.printf(
            "  %s %s%n",
            step.state().name().toLowerCase(Locale.ROOT),
            action == null
                ? "step " + step.action()
                : "%s %s".formatted(action.verb(), action.resource()));
        if (message != null) {
          out.printf("      %s%n", message);
        }
        step.waitsFor().forEach(wait -> out.printf("      %s%n", wait(wait)));
      }
    }
    DeploymentDocument.Contract contract = deployment.contract();
    out.println(summary(deployment));
    if (contract != null && contract.open()) {
      out.printf(
          "What it takes away waits; taking it all back is exact until %s: mesh rollback %s%n",
          contract.undoUntil(), deployment.id());
      out.printf("To end that wait: mesh contract %s --reason WHY%n", deployment.id());
    } else if (deployment.state() == DeploymentDocument.State.APPLIED) {
      out.printf("To take it back: mesh rollback %s%n", deployment.id());
    }
  }

  /** One sentence. */
  static String summary(DeploymentDocument deployment) {
    String problem = deployment.problem();
    return switch (deployment.state()) {
      case APPLIED -> "Applied.";
      case FAILED -> "Failed: " + (problem == null ? "see its steps" : problem);
      case WAITING, RUNNING -> "Goes on; follow it with: mesh get deployments/" + deployment.id();
    };
  }

  /** The action that a step carries out, {@code null}: its plan is not known. */
  static PlanDocument.@Nullable ActionDocument action(
      @Nullable PlanDocument plan, DeploymentDocument.Step step) {
    return plan == null || plan.actions().size() < step.action()
        ? null
        : plan.actions().get(step.action() - 1);
  }

  /** What a step waits for, in one text. */
  static String waits(DeploymentDocument.Step step) {
    return step.waitsFor().stream().map(DeploymentText::wait).collect(Collectors.joining(" "));
  }

  private static String wait(DeploymentDocument.Wait wait) {
    return wait.message() + (wait.until() == null ? "" : " (until " + wait.until() + ")");
  }
}
