package io.meshwork.deployment.status;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {
  @Bean
  DirectLag directLag(Brokers brokers, @Lazy Catalog catalog, Clock clock) {
    return new DirectLag(brokers, catalog, clock);
  }

  @Bean
  ProvisioningStatus.Sources statusSources(
      PlanStore plans, DeploymentStore deployments, @Lazy Monitoring monitoring) {
    return new ProvisioningStatus.Sources(plans, deployments, monitoring);
  }

  /** The catalog shows this, and this reads the catalog: each finds the other when first used. */
  @Bean
  ProvisioningStatus provisioningStatus(
      @Lazy Catalog catalog,
      @Lazy PlanComputer computer,
      ManifestKeeper manifests,
      ProvisioningStatus.Sources sources,
      DirectLag directLag,
      Clock clock) {
    return new ProvisioningStatus(catalog, computer, manifests, sources, directLag, clock);
  }
}
