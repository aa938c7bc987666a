package io.meshwork.deployment.plan;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogHistory;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
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
      AppliedResources applied,
      Backlog backlog) {
    return new PlanComputer(planner, observations, manifests, applied, backlog);
  }

  @Bean
  StoredPlans.Stored storedPlans(PlanStore plans, DeploymentStore deployments) {
    return new StoredPlans.Stored(plans, deployments);
  }

  @Bean
  Changing changing(ApplyDocuments documents, CatalogHistory history) {
    return new Changing(documents, history);
  }

  @Bean
  Backlog backlog(PlanStore plans, DeploymentStore deployments) {
    return new Backlog(plans, deployments);
  }

  @Bean
  StoredPlans plans(
      PlanComputer computer,
      StoredPlans.Stored stored,
      Catalog catalog,
      Changing changing,
      Permissions permissions,
      Clock clock) {
    return new StoredPlans(computer, stored, catalog, changing, permissions, clock);
  }
}
