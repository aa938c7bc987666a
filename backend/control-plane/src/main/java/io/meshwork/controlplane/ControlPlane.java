package io.meshwork.controlplane;

import io.meshwork.api.MeshJson;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * All of the control plane, to be imported by a server: modules, tables, REST, the security chain
 * of {@code /api}, {@code /registry} and {@code /actuator}.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ConfigurationPropertiesScan
@AutoConfigurationPackage
@EnableScheduling
@PropertySource("classpath:io/meshwork/controlplane/controlplane.properties")
public class ControlPlane {
  /** Real time, unless a test brings its own. */
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** The transports on the class path, unless a test names its own. */
  @Bean
  @ConditionalOnMissingBean
  Transports transports() {
    return Transports.installed();
  }

  /** The tables of this module: a folder and a history of its own. */
  @Bean
  Flyway controlPlaneFlyway(DataSource dataSource) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration/controlplane")
        .table("flyway_controlplane")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /** Makes them before anything reads them. */
  @Bean
  FlywayMigrationInitializer controlPlaneMigration(Flyway controlPlaneFlyway) {
    return new FlywayMigrationInitializer(controlPlaneFlyway);
  }

  /** JSON bodies are read and written by the wire's rules. */
  @Bean
  JsonMapperBuilderCustomizer wireRules() {
    return MeshJson::configure;
  }
}
