package io.meshwork.deployment.deadletter;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.store.ManifestStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {
  @Bean
  Redrives redrives(
      ManifestKeeper manifests,
      ManifestStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    return new Redrives(manifests, store.redrives(), permissions, audit, clock);
  }

  @Bean
  LinkDeadLetters deadLetters(
      Monitoring monitoring,
      ManifestKeeper links,
      Catalog catalog,
      Brokers brokers,
      Redrives redrives,
      Clock clock) {
    return new LinkDeadLetters(monitoring, links, catalog, brokers, redrives, clock);
  }
}
