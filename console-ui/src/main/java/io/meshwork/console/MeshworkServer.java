package io.meshwork.console;

import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The control plane in one process: REST API, provisioning and, unless {@code
 * mesh.console.enabled=false}, the console. Configuration only.
 */
@SpringBootApplication(
    scanBasePackages = {
      "io.meshwork.console",
      "io.meshwork.controlplane",
      "io.meshwork.deployment"
    })
public class MeshworkServer {
  /** Starts the server; configuration comes from the environment. */
  public static void main(String[] args) {
    SpringApplication.run(MeshworkServer.class, args);
  }

  @Bean
  Transports transports() {
    return Transports.installed();
  }

  @Bean
  Secrets secrets() {
    return Secrets.ofThisProcess();
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
