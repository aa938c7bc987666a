package io.meshwork.deployment.plan;

import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import java.util.List;
import java.util.UUID;

/**
 * Plans: what would be done, kept so that what is shown is what is applied. Who may not know of a
 * plan gets {@link io.meshwork.controlplane.access.AccessError#NOT_FOUND}. Thread safe.
 */
public interface Plans {
  /**
   * Computes and stores a plan. Asks the brokers concerned; one that is away is named in {@code
   * blocked}. Nothing else is changed.
   *
   * @param documents laid over the catalog without saving; empty: the catalog as it is. Applying
   *     such a plan saves them first, as one revision
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_SCOPE}, what applying the documents would
   *     throw, or an access error
   */
  default PlanDocument compute(Actor actor, PlanScope scope, List<ResourceSpec> documents) {
    return compute(actor, scope, documents, PlanAllowances.NONE);
  }

  /**
   * The same, with what the actor allows by name. Who takes over what others made answers for the
   * whole mesh. What nothing of the plan needs is refused by name, so that nobody believes that it
   * did something.
   *
   * @throws io.meshwork.model.MeshException what {@link #compute} throws, and {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_ALLOWANCE}
   */
  default PlanDocument compute(
      Actor actor, PlanScope scope, List<ResourceSpec> documents, PlanAllowances allowances) {
    return compute(
        actor,
        scope,
        documents.isEmpty() ? new Basis.Now() : new Basis.Documents(documents, null),
        allowances);
  }

  /**
   * The same, for a catalog that is not the stored one: with documents, or as it was. A scope of
   * resources takes in what pruning ends.
   */
  PlanDocument compute(Actor actor, PlanScope scope, Basis basis, PlanAllowances allowances);

  /**
   * Refuses a plan that was not made of exactly these documents.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#DOCUMENTS_DIFFER} naming them, or an access error
   */
  void requireMadeOf(Actor actor, UUID id, Basis.Documents basis);

  /**
   * Computes and stores the plan that takes a deployment back: against what is there now, exact
   * while what it took away still waits. Applying it cancels that wait.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#CANNOT_UNDO}: it still works, or was taken back
   *     before; or an access error
   */
  PlanDocument undo(Actor actor, UUID deployment, PlanAllowances allowances);

  /**
   * Computes and stores a plan once more, as another: about the same, for the same documents, past
   * revision or deployment to take back, against what is there now.
   *
   * @param allowances all that is allowed by name, in place of what the plan was allowed. What that
   *     one needed and this one does not is told in a note
   * @throws io.meshwork.model.MeshException what {@link #compute} and {@link #undo} throw
   */
  PlanDocument renew(Actor actor, UUID id, PlanAllowances allowances);

  /** Whether there is such a plan and the actor may do this with it: for what is offered. */
  boolean allows(Actor actor, Operation operation, UUID id);

  /** One plan. */
  PlanDocument find(Actor actor, UUID id);

  /** Those that the actor sees, newest first. */
  Page<PlanDocument> list(Actor actor, PlanQuery query);
}
