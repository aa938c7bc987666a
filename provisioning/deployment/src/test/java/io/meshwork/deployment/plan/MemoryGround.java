package io.meshwork.deployment.plan;

import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.TransportName;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Two brokers in memory. */
final class MemoryGround implements Ground {
  private final MemoryBrokers brokers = new MemoryBrokers(Clock.systemUTC());
  private final MemoryTransport transport = new MemoryTransport(brokers);

  @Override
  public List<BrokerName> brokers() {
    return List.of(new BrokerName("eu"), new BrokerName("us"));
  }

  @Override
  public Deployer deployer(BrokerName broker) {
    return transport.deployer(
        new BrokerAccess(
            broker, settings(broker), new InstallationId(new UUID(1, 1)), Secrets.ofThisProcess()));
  }

  @Override
  public Observation look(BrokerName broker, Set<ResourceId> asked) {
    try (Deployer deployer = deployer(broker)) {
      return deployer.observe(asked);
    }
  }

  @Override
  public Transports transports() {
    return new Transports(List.of(transport));
  }

  @Override
  public TransportName transport() {
    return transport.name();
  }

  @Override
  public Settings settings(BrokerName broker) {
    return Settings.check(transport.settings(), Map.of("broker", broker.value()));
  }

  @Override
  public void foreign(BrokerName broker, Resource topic) {
    brokers.broker(broker.value()).foreigner().create(topic);
  }

  @Override
  public Resource topic(String name, int hours) {
    return Resource.of(
        "topic",
        name,
        Map.of("partitions", "2", "retention", "PT" + hours + "H", "maxSize", "1048576"));
  }

  @Override
  public Resource rule(String principal, Resource topic) {
    return Resource.of(
        "acl",
        "read:topic:" + topic.id().name() + ":" + principal,
        Map.of("operation", "read", "principal", principal, "topic", topic.id().name()),
        topic.id());
  }
}
