package io.meshwork.deployment.status;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.store.StoreJson;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.Name;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was lately tried for each catalog entry: the newest thing counts. */
final class Attempts {
  private static final int REMEMBERED = 50;

  private final Map<Name, Attempt> newest = new HashMap<>();

  private Attempts() {}

  /** What is being done for an entry, or was last tried in vain. */
  sealed interface Attempt {
    /** A deployment works, or waits for its turn. */
    record Working() implements Attempt {}

    /** A deployment failed. */
    record Failed(String problem) implements Attempt {}

    /** A plan waits for an operator. */
    record Waiting(String problem) implements Attempt {}

    /** The last deployment went through. */
    record Applied() implements Attempt {}
  }

  static Attempts read(PlanStore plans, DeploymentStore deployments) {
    Attempts attempts = new Attempts();
    for (StoredDeployment deployment : deployments.unfinished()) {
      attempts.note(plans.find(deployment.plan()), new Attempt.Working());
    }
    for (StoredDeployment deployment : deployments.ended(REMEMBERED)) {
      String problem = deployment.document().problem();
      attempts.note(
          plans.find(deployment.plan()),
          deployment.document().state() == DeploymentDocument.State.FAILED
              ? new Attempt.Failed(String.valueOf(problem))
              : new Attempt.Applied());
    }
    for (StoredPlan plan : plans.waiting()) {
      attempts.note(Optional.of(plan), new Attempt.Waiting(why(plan)));
    }
    return attempts;
  }

  /** The newest attempt, {@code null}: none. */
  @Nullable Attempt of(Name name) {
    return newest.get(name);
  }

  private static String why(StoredPlan plan) {
    var blocked = plan.content().document().blocked();
    return blocked.isEmpty()
        ? "Plan %s waits for an operator to apply it.".formatted(plan.id())
        : blocked.getFirst().reason();
  }

  private void note(Optional<StoredPlan> plan, Attempt attempt) {
    plan.ifPresent(
        known -> {
          for (Name name : concerned(known)) {
            // A plan that waits explains a failure before it only where nothing failed.
            newest.merge(name, attempt, (first, then) -> stronger(first, then));
          }
        });
  }

  private static Attempt stronger(Attempt first, Attempt then) {
    return first instanceof Attempt.Applied && then instanceof Attempt.Waiting ? then : first;
  }

  private static Set<Name> concerned(StoredPlan plan) {
    Set<Name> names = new HashSet<>();
    List<PlanScope.ResourceRef> resources = plan.content().document().scope().resources();
    if (resources != null) {
      resources.forEach(each -> names.add(StoreJson.name(each.kind(), each.name())));
    }
    for (Step step : plan.content().steps()) {
      switch (step) {
        case Step.OnBroker onBroker -> add(names, onBroker.causes());
        case Step.Switch change -> change.links().forEach(link -> add(names, link.causes()));
      }
    }
    return names;
  }

  private static void add(Set<Name> names, List<Cause> causes) {
    causes.forEach(cause -> names.add(cause.name()));
  }
}
