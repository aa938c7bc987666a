package io.meshwork.deployment.drift;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.observation.Periodic;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.DriftSince;
import io.meshwork.deployment.store.IgnoredDrift;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class DriftConfiguration {
  @Bean
  DriftWatch drift(
      Catalog catalog,
      Permissions permissions,
      Observations observations,
      DriftWatch.Records records,
      Clock clock) {
    return new DriftWatch(catalog, permissions, observations, records, clock);
  }

  @Bean
  DriftWatch.Records driftRecords(
      AppliedResources applied,
      PlanStore plans,
      DeploymentStore deployments,
      IgnoredDrift ignored,
      JdbcClient jdbc) {
    return new DriftWatch.Records(applied, plans, deployments, ignored, new DriftSince(jdbc));
  }

  @Bean
  IgnoredDrift ignoredDrift(JdbcClient jdbc) {
    return new IgnoredDrift(jdbc);
  }

  @Bean
  Remedies.Making remedyMaking(Plans plans, PlanComputer computer, Transports transports) {
    return new Remedies.Making(plans, computer, transports);
  }

  @Bean
  Remedies.Keeping remedyKeeping(
      AppliedResources applied,
      IgnoredDrift ignored,
      AuditLog audit,
      Permissions permissions,
      PlatformTransactionManager transactions) {
    return new Remedies.Keeping(
        applied, ignored, audit, permissions, new TransactionTemplate(transactions));
  }

  @Bean
  DriftRemedies driftRemedies(
      DriftWatch watch,
      Remedies.Making making,
      Catalog catalog,
      Observations observations,
      Remedies.Keeping keeping,
      Clock clock) {
    return new Remedies(watch, making, catalog, observations, keeping, clock);
  }

  @Bean
  Periodic driftLooks(DriftWatch drift, DeploymentProperties properties) {
    return new Periodic("drift", properties.driftEvery(), drift::look);
  }
}
