package io.meshwork.deployment.discovery;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.observation.Brokers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DiscoveryConfiguration {
  @Bean
  BrokerDiscovery discovery(Catalog catalog, Brokers brokers, Clock clock) {
    return new BrokerDiscovery(catalog, brokers, clock);
  }
}
