package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.controlplane.access.Actor;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Executions of plans, past and running. Thread safe. */
public interface Deployments {
  /**
   * Applies exactly this plan, once; returns as soon as that is recorded. Whatever happens to this
   * process then, some control plane carries it to an end. A plan with documents saves them first.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#PLAN_STALE}, {@code PLAN_APPLIED}, {@code
   *     PLAN_BLOCKED}, {@code PLAN_EMPTY}, {@code DEPLOYMENT_NOT_ALLOWED}, or an access error
   */
  default DeploymentDocument start(Actor actor, UUID plan) {
    return start(actor, plan, null);
  }

  /**
   * The same, against a freeze window if need be.
   *
   * @param override why it cannot wait for the window's end, kept in the audit; operators only;
   *     {@code null}: it can
   */
  DeploymentDocument start(Actor actor, UUID plan, @Nullable String override);

  /**
   * Ends the wait for undoing, and for relays that are silent; what is in use still waits, unless
   * it is among those forced. Undoing is then no longer exact. Where a region asks for four eyes,
   * whoever may not apply the plan may not end its wait either.
   *
   * @param reason kept in the audit
   * @param forced resources that may go although they are in use
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_ALLOWANCE}, {@code DEPLOYMENT_NOT_ALLOWED},
   *     or an access error
   */
  DeploymentDocument hurry(Actor actor, UUID id, String reason, List<Named> forced);

  /** Whether the actor may apply the plan: for buttons that are not shown. */
  boolean mayStart(Actor actor, UUID plan);

  /** The same, with what the regions that the plan changes say to the actor now. */
  Clearance clearance(Actor actor, UUID plan);

  /** One deployment. */
  DeploymentDocument find(Actor actor, UUID id);

  /** Those that the actor sees, newest first. */
  Page<DeploymentDocument> list(Actor actor, int limit, @Nullable String cursor);

  /**
   * Tells the listener what the deployment is like now and after each change, at least once a
   * change, in order, on a thread of Meshwork's own, until it has ended or the caller closes. Works
   * across control planes.
   */
  Following follow(Actor actor, UUID id, Consumer<DeploymentDocument> listener);

  /** Ends a {@link #follow}. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
