package io.meshwork.deployment.position;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.ManifestStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PositionConfiguration {
  @Bean
  StoredPositions positions(
      LinkEnds ends,
      ManifestKeeper manifests,
      ManifestStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    return new StoredPositions(ends, manifests, store, permissions, audit, clock);
  }

  @Bean
  Backfills backfills(
      LinkEnds ends,
      ManifestKeeper manifests,
      ManifestStore store,
      Catalog catalog,
      AuditLog audit,
      Clock clock) {
    return new StoredBackfills(ends, manifests, store.moves(), catalog, audit, clock);
  }
}
