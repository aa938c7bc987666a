package io.meshwork.console.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.Step;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.api.PlanScope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentStepsTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<ActionDocument> ACTIONS =
      List.of(
          action(1, "create", "kafka-eu", "topic orders", "reversible"),
          action(2, "delete", "kafka-us", "topic parcels", "irreversible"),
          action(3, "switch", null, "manifest 7", "reversible"));

  @Test
  void namesWhatEachStepDoesAndWhere() {
    DeploymentSteps steps = new DeploymentSteps(ACTIONS, Clock.fixed(NOW, ZoneOffset.UTC));
    steps.show(
        deployment(
            DeploymentDocument.State.FAILED,
            "Step 2 failed.",
            step(1, StepState.DONE, null),
            step(2, StepState.FAILED, "kafka-us refuses."),
            step(3, StepState.PENDING, null)));

    assertThat(steps.getElement().getTextRecursively())
        .contains(
            "1 of 3 steps done",
            "Step 2 failed.",
            "donecreate topic orders · kafka-eu",
            "faileddelete topic parcels · kafka-uskafka-us refuses.",
            "pendingswitch manifest 7 · relays of eu");
  }

  @Test
  void followsWithoutGrowing() {
    DeploymentSteps steps = new DeploymentSteps(ACTIONS, Clock.fixed(NOW, ZoneOffset.UTC));
    steps.show(
        deployment(DeploymentDocument.State.RUNNING, null, step(1, StepState.RUNNING, null)));
    steps.show(deployment(DeploymentDocument.State.APPLIED, null, step(1, StepState.DONE, null)));

    assertThat(steps.getElement().getTextRecursively())
        .contains("applied", "1 of 1 steps done")
        .doesNotContain("running");
  }

  @Test
  void saysBeforeApplyingWhatIsTouchedAndWhatIsGoneForGood() {
    assertThat(Applying.touches(plan(ACTIONS)))
        .isEqualTo(
            "It makes 3 changes on kafka-eu, kafka-us, relays of eu. 1 of them deletes something."
                + " 1 of them cannot be taken back.");
    assertThat(Applying.touches(plan(ACTIONS.subList(0, 1))))
        .isEqualTo("It makes 1 change on kafka-eu. Nothing is deleted. It can be taken back.");
    assertThat(Applying.touches(plan(List.of(), null))).startsWith("It changes the catalog alone");
    assertThat(Applying.touches(plan(List.of(), UUID.randomUUID())))
        .startsWith("It cancels what still waits");
  }

  static PlanDocument plan(List<ActionDocument> actions) {
    return plan(actions, null);
  }

  private static PlanDocument plan(List<ActionDocument> actions, @Nullable UUID undoes) {
    return new PlanDocument(
        UUID.randomUUID(),
        PlanScope.MESH,
        7,
        NOW,
        "ada",
        PlanDocument.State.READY,
        actions,
        List.of(),
        List.of(),
        PlanAllowances.NONE,
        undoes,
        null,
        List.of());
  }

  private static ActionDocument action(
      int number, String verb, String broker, String resource, String safety) {
    return new ActionDocument(
        number,
        "expand",
        verb,
        "eu",
        broker,
        resource,
        List.of(),
        safety,
        "it is there",
        null,
        List.of(),
        List.of(),
        "Undo deletes it.",
        List.of(),
        null);
  }

  private static Step step(int number, StepState state, String message) {
    return new Step(number, state, message, NOW, NOW, List.of());
  }

  private static DeploymentDocument deployment(
      DeploymentDocument.State state, String problem, Step... steps) {
    return new DeploymentDocument(
        UUID.randomUUID(),
        UUID.randomUUID(),
        state,
        "ada",
        NOW,
        null,
        problem,
        List.of(steps),
        null,
        null);
  }
}
