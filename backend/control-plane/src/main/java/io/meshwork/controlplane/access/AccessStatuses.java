package io.meshwork.controlplane.access;

import io.meshwork.controlplane.web.StatusMapping;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP statuses of {@link AccessError}. */
@Configuration(proxyBeanMethods = false)
class AccessStatuses {
  @Bean
  StatusMapping accessStatusMapping() {
    return new StatusMapping(
        Map.of(
            AccessError.UNAUTHENTICATED, 401,
            AccessError.FORBIDDEN, 403,
            AccessError.NOT_FOUND, 404,
            AccessError.INVALID_KEY_REQUEST, 422,
            AccessError.ISSUER_UNREACHABLE, 503));
  }
}
