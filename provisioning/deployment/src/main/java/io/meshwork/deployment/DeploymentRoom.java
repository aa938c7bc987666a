package io.meshwork.deployment;

import io.meshwork.controlplane.web.StatusMapping;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.deployment.installation.InstallationRecord;
import io.meshwork.planner.Planner;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Transports;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Everything of this module, to be imported by a server beside the control plane. It needs from it:
 * catalog, access, audit, monitoring, a clock, the transports and a database.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(DeploymentProperties.class)
public class DeploymentRoom {
  /** The tables of this module: a folder and a history of its own. */
  @Bean
  Flyway deploymentFlyway(DataSource dataSource) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration/deployment")
        .table("flyway_deployment")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /** Makes them before anything reads them. */
  @Bean
  FlywayMigrationInitializer deploymentMigration(Flyway deploymentFlyway) {
    return new FlywayMigrationInitializer(deploymentFlyway);
  }

  @Bean
  Installation installation(JdbcClient jdbc) {
    return new InstallationRecord(jdbc);
  }

  /** Where secrets come from, unless a test brings its own. */
  @Bean
  @ConditionalOnMissingBean
  Secrets secrets() {
    return Secrets.ofThisProcess();
  }

  @Bean
  Planner planner(Transports transports) {
    return new Planner(transports);
  }

  @Bean
  StatusMapping deploymentStatusMapping() {
    return new StatusMapping(
        Map.ofEntries(
            Map.entry(DeploymentError.PLAN_STALE, 409),
            Map.entry(DeploymentError.PLAN_APPLIED, 409),
            Map.entry(DeploymentError.PLAN_BLOCKED, 409),
            Map.entry(DeploymentError.PLAN_EMPTY, 409),
            Map.entry(DeploymentError.DOCUMENTS_DIFFER, 409),
            Map.entry(DeploymentError.DEPLOYMENT_NOT_ALLOWED, 409),
            Map.entry(DeploymentError.INVALID_SCOPE, 422),
            Map.entry(DeploymentError.INVALID_MOVE, 422),
            Map.entry(DeploymentError.BACKFILL_REFUSED, 409),
            Map.entry(DeploymentError.NO_CREDENTIAL, 409),
            Map.entry(DeploymentError.INVALID_REPAIR, 422),
            Map.entry(DeploymentError.INVALID_DISMISSAL, 422),
            Map.entry(DeploymentError.REDRIVE_RUNS, 409),
            Map.entry(DeploymentError.NO_REDRIVE, 409),
            Map.entry(DeploymentError.NO_DEAD_LETTERS, 409)));
  }
}
