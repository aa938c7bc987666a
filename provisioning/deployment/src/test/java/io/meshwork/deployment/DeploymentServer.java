package io.meshwork.deployment;

import io.meshwork.controlplane.ControlPlane;
import io.meshwork.deployment.plan.StubbornComputer;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A control plane with this module, over brokers in memory. Not marked as a configuration, so that
 * the module's scan of its own package does not find it.
 */
@EnableAutoConfiguration
@Import({ControlPlane.class, DeploymentRoom.class})
class DeploymentServer {
  /** They outlive a server that is killed, as brokers do. */
  static final MemoryBrokers BROKERS = new MemoryBrokers(Clock.systemUTC());

  /** Comes first, so that the control plane finds transports when it looks for them. */
  @Import(StubbornComputer.class)
  static class InMemory {
    @Bean
    Transports transports() {
      return new Transports(List.of(new MemoryTransport(BROKERS)));
    }
  }
}
