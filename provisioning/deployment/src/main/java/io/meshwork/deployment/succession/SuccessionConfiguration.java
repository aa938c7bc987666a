package io.meshwork.deployment.succession;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.store.ManifestStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SuccessionConfiguration {
  @Bean
  Standing linkStanding(ManifestStore store, Clock clock) {
    return new Standing(store, clock);
  }

  @Bean
  RelaysHeard relaysHeard(Monitoring monitoring) {
    return new RelaysHeard(monitoring);
  }

  @Bean
  Handover handover(
      ManifestKeeper manifests,
      Standing standing,
      Catalog catalog,
      Brokers brokers,
      RelaysHeard relays,
      Clock clock) {
    return new Handover(manifests, standing, catalog, brokers, relays, clock);
  }
}
