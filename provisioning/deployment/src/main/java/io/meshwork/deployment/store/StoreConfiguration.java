package io.meshwork.deployment.store;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  PlanStore planStore(JdbcClient jdbc) {
    return new PlanStore(jdbc);
  }

  @Bean
  DeploymentStore deploymentStore(JdbcClient jdbc, Clock clock) {
    return new DeploymentStore(jdbc, clock);
  }

  @Bean
  ManifestStore manifestStore(JdbcClient jdbc, Clock clock) {
    return new ManifestStore(jdbc, clock);
  }

  @Bean
  SwitchHistory switchHistory(JdbcClient jdbc) {
    return new SwitchHistory(jdbc);
  }

  @Bean
  AppliedResources appliedResources(JdbcClient jdbc, Clock clock) {
    return new AppliedResources(jdbc, clock);
  }

  @Bean
  ChangedEntries changedEntries(JdbcClient jdbc, Clock clock) {
    return new ChangedEntries(jdbc, clock);
  }
}
