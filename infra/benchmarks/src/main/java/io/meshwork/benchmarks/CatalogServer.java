package io.meshwork.benchmarks;

import io.meshwork.controlplane.ControlPlane;
import io.meshwork.local.TestDatabase;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The control plane alone, over an empty database. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ControlPlane.class)
class CatalogServer {
  static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(CatalogServer.class)
        .properties(
            Map.of(
                "meshwork.db.url",
                TestDatabase.freshDatabase(),
                "meshwork.db.user",
                TestDatabase.user(),
                "meshwork.db.password",
                TestDatabase.password(),
                "meshwork.port",
                "0",
                "logging.level.root",
                "warn"))
        .run();
  }
}
