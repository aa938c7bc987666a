package io.meshwork.deployment.plan;

import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.execution.Step;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Action;
import io.meshwork.planner.Blocked;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Allowances that a plan has no use for. An allowance is used when the plan without any says
 * something else of its resource. One that is not is refused, since whoever names it believes that
 * it does something; only where a plan is computed once more, and had the allowance before, what it
 * was for may have been settled meanwhile: then a note says so.
 */
final class Unneeded {
  private final CatalogSnapshot catalog;
  private final Computed without;
  private final Computed with;

  Unneeded(CatalogSnapshot catalog, Computed without, Computed with) {
    this.catalog = catalog;
    this.without = without;
    this.with = with;
  }

  /**
   * Refuses what is not used.
   *
   * @param before what an earlier computation of the same plan was allowed
   * @return notes on what that one needed and this one does not
   * @throws MeshException {@link DeploymentError#INVALID_ALLOWANCE} naming the thing
   */
  List<String> check(PlanAllowances allowances, PlanAllowances before) {
    List<String> notes = new ArrayList<>();
    check("forcing", allowances.force(), before.force(), notes);
    check("adopting", allowances.adopt(), before.adopt(), notes);
    return notes;
  }

  private void check(String what, List<Named> given, List<Named> before, List<String> notes) {
    for (Named named : given) {
      BrokerName broker = new BrokerName(named.broker());
      if (!catalog.brokers().containsKey(broker)) {
        throw new MeshException(
            DeploymentError.INVALID_ALLOWANCE,
            "There is no broker '%s', where %s is to be allowed of '%s'. Name broker and resource as the plan does."
                .formatted(broker, what, named.resource()));
      }
      if (isUsed(broker, named.resource())) {
        continue;
      }
      if (before.stream().anyMatch(other -> isSame(other, named))) {
        notes.add(
            "Needs no %s of '%s' at broker '%s' any more."
                .formatted(what, named.resource(), broker));
      } else {
        throw new MeshException(
            DeploymentError.INVALID_ALLOWANCE,
            "Nothing of this plan is held back that %s '%s' at broker '%s' would let through. %s"
                .formatted(what, named.resource(), broker, candidates()));
      }
    }
  }

  private static boolean isSame(Named one, Named other) {
    return one.broker().equals(other.broker()) && one.resource().equals(other.resource());
  }

  private boolean isUsed(BrokerName broker, String resource) {
    return !said(without, broker, resource).equals(said(with, broker, resource));
  }

  /** What a plan says of a resource. */
  private static Set<String> said(Computed plan, BrokerName broker, String resource) {
    Set<String> said = new TreeSet<>();
    for (Step step : plan.steps()) {
      if (step instanceof Step.OnBroker there
          && there.broker().equals(broker)
          && there.operation().id().toString().equals(resource)) {
        Action action = plan.plan().actions().get(step.number() - 1);
        said.add(action.getClass().getSimpleName() + " " + action.terms().phase());
      }
    }
    for (Blocked blocked : plan.plan().blocked()) {
      if (broker.equals(blocked.broker()) && blocked.subject().equals(resource)) {
        said.add(blocked.code().name());
      }
    }
    return said;
  }

  private String candidates() {
    String names =
        without.plan().blocked().stream()
            .filter(
                blocked -> blocked.isForcible() || blocked.code() == Blocked.Code.FOREIGN_RESOURCE)
            .filter(blocked -> Objects.nonNull(blocked.broker()))
            .limit(10)
            .map(
                blocked ->
                    "%s '%s:%s'"
                        .formatted(
                            blocked.isForcible() ? "force" : "adopt",
                            blocked.broker(),
                            blocked.subject()))
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "Nothing of it is to be forced or adopted: leave that out."
        : "What may be allowed: " + names + ".";
  }
}
