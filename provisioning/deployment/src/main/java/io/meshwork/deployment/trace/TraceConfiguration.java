package io.meshwork.deployment.trace;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.SwitchHistory;
import io.meshwork.planner.Planner;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
  @Bean
  Past past(
      Catalog catalog,
      ManifestKeeper manifests,
      SwitchHistory switches,
      ManifestStore store,
      PlanComputer computer,
      Planner planner) {
    return new Past(catalog, manifests, switches, store, computer, planner);
  }

  @Bean
  EventTrace trace(Catalog catalog, Past past, Brokers brokers, Clock clock) {
    return new EventTrace(catalog, past, brokers, clock);
  }
}
