package io.meshwork.controlplane.audit;

import io.meshwork.controlplane.web.StatusMapping;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP statuses of {@link AuditError}. */
@Configuration(proxyBeanMethods = false)
class AuditStatuses {
  @Bean
  StatusMapping auditStatusMapping() {
    return new StatusMapping(Map.of(AuditError.INVALID_QUERY, 400));
  }
}
