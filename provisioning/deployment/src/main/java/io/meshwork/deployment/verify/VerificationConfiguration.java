package io.meshwork.deployment.verify;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.observation.Brokers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {
  @Bean
  LinkVerification verification(
      Monitoring monitoring, LinkDirectory links, Catalog catalog, Brokers brokers, Clock clock) {
    return new LinkVerification(monitoring, links, catalog, brokers, clock);
  }
}
