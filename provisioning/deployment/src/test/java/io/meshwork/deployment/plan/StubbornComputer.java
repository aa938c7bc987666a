package io.meshwork.deployment.plan;

import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Scope;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Primary;

/** Fails for scopes that name certain entries. */
@Primary
public class StubbornComputer extends PlanComputer {
  /** Those entries; of all servers. */
  public static final Set<Name> FAULTS = ConcurrentHashMap.newKeySet();

  StubbornComputer(
      Planner planner,
      Observations observations,
      ManifestKeeper manifests,
      AppliedResources applied,
      Backlog backlog) {
    super(planner, observations, manifests, applied, backlog);
  }

  @Override
  public Computed compute(CatalogSnapshot saved, Scope scope) {
    if (scope instanceof Scope.Resources(var names) && names.stream().anyMatch(FAULTS::contains)) {
      throw new IllegalStateException("This entry cannot be planned.");
    }
    return super.compute(saved, scope);
  }
}
