package io.meshwork.deployment.observation;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {
  @Bean
  Brokers brokers(Transports transports, Secrets secrets, Installation installation) {
    return new Brokers(transports, secrets, installation::id);
  }

  @Bean
  Reachability reachability(Brokers brokers, Clock clock) {
    return new Reachability(brokers, clock);
  }

  @Bean
  Observations observations(
      Brokers brokers, Reachability reachability, DeploymentProperties properties) {
    return new Observations(brokers, reachability, properties.observeWithin());
  }

  @Bean
  CatalogBrokerHealth brokerHealth(Catalog catalog, Reachability reachability) {
    return new CatalogBrokerHealth(catalog, reachability);
  }

  @Bean
  Periodic brokerProbes(CatalogBrokerHealth health, DeploymentProperties properties) {
    return new Periodic("broker-probes", properties.probeEvery(), health::probeAll);
  }
}
