package io.meshwork.deployment.manifest;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.deployment.store.ManifestStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ManifestConfiguration {
  /** The catalog shows what is made here, and so may need this before it is there itself. */
  @Bean
  ManifestKeeper manifests(
      ManifestStore store,
      @Lazy Catalog catalog,
      Permissions permissions,
      Installation installation,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new ManifestKeeper(
        store, catalog, permissions, installation, new TransactionTemplate(transactions), clock);
  }
}
