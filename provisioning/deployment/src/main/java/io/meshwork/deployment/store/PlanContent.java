package io.meshwork.deployment.store;

import io.meshwork.api.PlanDocument;
import io.meshwork.deployment.execution.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a plan never changes.
 *
 * @param document as shown; its state is the one at its making
 * @param steps as applied, one an action, in the document's order
 * @param safe whether it may be applied without an operator where safe plans may
 * @param documents laid over the catalog, as a JSON array; {@code null}: none
 * @param prune the set that ends what it holds and the documents do not, {@code null}: none
 */
public record PlanContent(
    PlanDocument document,
    List<Step> steps,
    boolean safe,
    @Nullable String documents,
    @Nullable String prune) {
  /** Copies the steps. */
  public PlanContent {
    steps = List.copyOf(steps);
  }

  /** Whether a step waits for its contract phase. */
  public boolean isContract(Step step) {
    return document.actions().get(step.number() - 1).phase().equals("contract");
  }

  /** The steps of the contract phase, which come last. */
  public List<Step> contract() {
    return steps.stream().filter(this::isContract).toList();
  }
}
