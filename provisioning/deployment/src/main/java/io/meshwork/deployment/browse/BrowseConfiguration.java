package io.meshwork.deployment.browse;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.plan.PlanComputer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BrowseConfiguration {
  @Bean
  ChannelBrowser browse(Catalog catalog, PlanComputer computer, Brokers brokers) {
    return new ChannelBrowser(catalog, computer, brokers);
  }
}
