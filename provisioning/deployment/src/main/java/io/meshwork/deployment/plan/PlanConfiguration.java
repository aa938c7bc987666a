package io.meshwork.deployment.plan;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.planner.Planner;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlanConfiguration {
  @Bean
  PlanComputer planComputer(
      Planner planner,
      Observations observations,
      ManifestKeeper manifests,
      AppliedResources applied) {
    return new PlanComputer(planner, observations, manifests, applied);
  }

  @Bean
  StoredPlans plans(
      PlanComputer computer,
      PlanStore store,
      Catalog catalog,
      ApplyDocuments documents,
      Permissions permissions,
      Clock clock) {
    return new StoredPlans(computer, store, catalog, documents, permissions, clock);
  }
}
