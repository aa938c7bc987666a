package io.meshwork.deployment.verify;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.observation.Reachability;
import io.meshwork.deployment.store.FindingStore;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.StandingStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {
  @Bean
  LinkEnds linkEnds(Monitoring monitoring, LinkDirectory links, Catalog catalog, Brokers brokers) {
    return new LinkEnds(monitoring, links, catalog, brokers);
  }

  @Bean
  LinkVerification verification(LinkEnds ends, ManifestStore orders, Clock clock) {
    return new LinkVerification(ends, orders, clock);
  }

  @Bean
  Repairs repairs(
      LinkEnds ends,
      ManifestKeeper manifests,
      ManifestStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    return new StoredRepairs(ends, manifests, store.redrives(), permissions, audit, clock);
  }

  @Bean
  ContinuousVerification.Keeping standingRecords(
      JdbcClient jdbc, PlatformTransactionManager transactions) {
    return new ContinuousVerification.Keeping(
        new StandingStore(jdbc), new FindingStore(jdbc), new TransactionTemplate(transactions));
  }

  @Bean
  Sight verificationSight(
      LinkEnds ends,
      LinkVerification verification,
      Reachability reachability,
      ManifestStore store) {
    return new BrokerSight(ends, verification, reachability, store.redrives());
  }

  @Bean
  ContinuousVerification continuousVerification(
      LinkDirectory links,
      Sight sight,
      ContinuousVerification.Keeping records,
      MeterRegistry meters,
      Clock clock,
      DeploymentProperties properties) {
    return new ContinuousVerification(
        links,
        sight,
        records,
        new VerificationMetrics(meters),
        clock,
        properties.verifyPerSecond());
  }

  @Bean
  VerificationLoop verificationLoop(
      ContinuousVerification verification, DeploymentProperties properties) {
    return new VerificationLoop(properties.verifyPerSecond() > 0, verification::turn);
  }

  @Bean
  StoredStandings standings(
      LinkEnds ends,
      ContinuousVerification.Keeping records,
      Permissions permissions,
      AuditLog audit,
      Clock clock,
      DeploymentProperties properties) {
    return new StoredStandings(
        ends, records, permissions, audit, clock, properties.verifyPerSecond());
  }
}
