package io.meshwork.deployment.verify;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.ManifestStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {
  @Bean
  LinkEnds linkEnds(Monitoring monitoring, LinkDirectory links, Catalog catalog, Brokers brokers) {
    return new LinkEnds(monitoring, links, catalog, brokers);
  }

  @Bean
  LinkVerification verification(LinkEnds ends, ManifestStore orders, Clock clock) {
    return new LinkVerification(ends, orders, clock);
  }

  @Bean
  Repairs repairs(
      LinkEnds ends,
      ManifestKeeper manifests,
      ManifestStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    return new StoredRepairs(ends, manifests, store.redrives(), permissions, audit, clock);
  }
}
