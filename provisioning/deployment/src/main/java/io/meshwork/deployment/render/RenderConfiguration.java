package io.meshwork.deployment.render;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.planner.Planner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RenderConfiguration {
  @Bean
  Renders renders(
      Planner planner, Catalog catalog, ApplyDocuments documents, Permissions permissions) {
    return new CatalogRenders(planner, catalog, documents, permissions);
  }
}
