package io.meshwork.controlplane.registry;

import io.meshwork.controlplane.web.StatusMapping;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP statuses of {@link RegistryError}. */
@Configuration(proxyBeanMethods = false)
class RegistryStatuses {
  @Bean
  StatusMapping registryStatusMapping() {
    return new StatusMapping(
        Map.of(
            RegistryError.UNKNOWN_VERSION, 404,
            RegistryError.UNKNOWN_ENVIRONMENT, 422,
            RegistryError.VERSION_LOWERED, 409));
  }
}
