package io.meshwork.deployment.plan;

import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.planner.Allowances;
import io.meshwork.planner.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is to be about.
 *
 * @param scope whom it concerns
 * @param allowances what may be done by name
 * @param besides the deployment whose own contract phase does not count as waiting, {@code null}:
 *     none
 */
record Request(Scope scope, Allowances allowances, @Nullable UUID besides) {
  /** A plan of a scope that is allowed nothing. */
  static Request of(Scope scope) {
    return new Request(scope, Allowances.NONE, null);
  }

  /** What a stored plan was asked to be. */
  static Request of(StoredPlan plan, @Nullable UUID besides) {
    return new Request(
        Scopes.scope(plan.content().document().scope()),
        Permits.read(plan.content().document().allowances()),
        besides);
  }
}
