package io.meshwork.deployment.run;

import io.meshwork.controlplane.access.ApiKeys;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.access.TeamDirectory;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.ChangedEntries;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.Laggards;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.succession.Handover;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class RunConfiguration {
  @Bean
  Records deploymentRecords(
      PlanStore plans,
      DeploymentStore deployments,
      AppliedResources applied,
      PlatformTransactionManager transactions) {
    return new Records(plans, deployments, applied, new TransactionTemplate(transactions));
  }

  @Bean
  Locks deploymentLocks(DataSource database) {
    return new Locks(database);
  }

  @Bean
  FourEyes fourEyes(
      Catalog catalog, Grants grants, PlanStore plans, ApiKeys keys, TeamDirectory directory) {
    return new FourEyes(catalog, grants, plans, keys, directory);
  }

  @Bean
  RegionRules regionRules(Catalog catalog, Permissions permissions, FourEyes eyes, Clock clock) {
    return new RegionRules(catalog, permissions, eyes, clock);
  }

  @Bean
  DeploymentRunner deploymentRunner(
      Records records,
      Locks locks,
      Brokers brokers,
      Catalog catalog,
      Handover handover,
      DeploymentRunner.Timing timing) {
    return new DeploymentRunner(records, locks, brokers, catalog, handover, timing);
  }

  @Bean
  DeploymentRunner.Timing deploymentTiming(Clock clock, DeploymentProperties properties) {
    return new DeploymentRunner.Timing(clock, properties.patience(), properties.undoWindow());
  }

  @Bean
  StoredDeployments.Running runningDeployments(DeploymentRunner runner, Clock clock) {
    return new StoredDeployments.Running(runner, clock);
  }

  @Bean
  Waits.Rules contractRules(RegionRules regions, Clock clock) {
    return new Waits.Rules(regions, clock);
  }

  @Bean
  RelayWaits relayWaits(Monitoring monitoring, JdbcClient jdbc) {
    return new RelayWaits(monitoring, new Laggards(jdbc));
  }

  @Bean
  Waits waits(
      Catalog catalog,
      RelayWaits relays,
      Observations observations,
      StoredPlans plans,
      DeploymentStore deployments,
      Waits.Rules rules) {
    return new Waits(catalog, relays, observations, plans, deployments, rules);
  }

  @Bean
  Contracting contracting(
      Records records,
      Locks locks,
      Waits waits,
      DeploymentRunner runner,
      DeploymentProperties properties) {
    return new Contracting(records, locks, waits, runner, properties.contractEvery());
  }

  @Bean
  StoredDeployments deployments(
      Records records,
      StoredPlans plans,
      AuditLog audit,
      RegionRules rules,
      StoredDeployments.Running running) {
    return new StoredDeployments(records, plans, audit, rules, running);
  }

  @Bean
  SelfService.Planning planning(
      PlanComputer computer,
      StoredPlans plans,
      StoredDeployments deployments,
      RegionRules rules,
      ManifestKeeper manifests) {
    return new SelfService.Planning(computer, plans, deployments, rules, manifests);
  }

  @Bean
  SelfService selfService(
      Records records,
      ChangedEntries changed,
      Locks locks,
      Catalog catalog,
      SelfService.Planning planning,
      DeploymentRunner runner) {
    return new SelfService(records, changed, locks, catalog, planning, runner);
  }
}
