package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.web.StatusMapping;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP statuses of {@link CatalogError}. */
@Configuration(proxyBeanMethods = false)
class CatalogStatuses {
  @Bean
  StatusMapping catalogStatusMapping() {
    return new StatusMapping(
        Map.of(
            CatalogError.INVALID_RESOURCE, 422,
            CatalogError.PRECONDITION_FAILED, 412,
            CatalogError.IN_USE, 409,
            CatalogError.NAME_RESERVED, 409,
            CatalogError.RESTORE_EXPIRED, 409,
            CatalogError.INVALID_TRANSITION, 409,
            CatalogError.INVALID_QUERY, 400,
            CatalogError.INVALID_CURSOR, 400,
            CatalogError.UNKNOWN_REVISION, 404));
  }
}
