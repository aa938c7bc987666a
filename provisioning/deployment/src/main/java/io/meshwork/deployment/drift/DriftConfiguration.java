package io.meshwork.deployment.drift;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.observation.Periodic;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DriftConfiguration {
  @Bean
  DriftWatch drift(
      Catalog catalog,
      Permissions permissions,
      Observations observations,
      AppliedResources applied,
      PlanStore plans,
      DeploymentStore deployments,
      Clock clock) {
    return new DriftWatch(
        catalog,
        permissions,
        observations,
        new DriftWatch.Records(applied, plans, deployments),
        clock);
  }

  @Bean
  Periodic driftLooks(DriftWatch drift, DeploymentProperties properties) {
    return new Periodic("drift", properties.driftEvery(), drift::look);
  }
}
