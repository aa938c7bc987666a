package io.meshwork.deployment.plan;

import io.meshwork.local.KafkaCluster;
import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.TransportName;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** One real cluster, and others who use it too. */
final class KafkaGround implements Ground, AutoCloseable {
  private static final BrokerName EU = new BrokerName("eu");

  private final Transport transport =
      ServiceLoader.load(Transport.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(each -> each.name().value().equals("kafka"))
          .findFirst()
          .orElseThrow();
  private final Settings settings;
  private final Admin others;
  private final Deployer reader;

  KafkaGround(KafkaCluster cluster) throws IOException {
    Path secret = Files.createTempFile("kills", "");
    Files.writeString(secret, cluster.settings().superPassword());
    settings =
        Settings.check(
            transport.settings(),
            Map.of(
                "bootstrap",
                cluster.bootstrap(),
                "protocol",
                "SASL_PLAINTEXT",
                "username",
                "mesh",
                "password",
                "file:" + secret));
    others = cluster.admin();
    reader = deployer(EU);
  }

  @Override
  public List<BrokerName> brokers() {
    return List.of(EU);
  }

  @Override
  public Deployer deployer(BrokerName broker) {
    return transport.deployer(
        new BrokerAccess(
            broker, settings, new InstallationId(new UUID(2, 2)), Secrets.ofThisProcess()));
  }

  @Override
  public Observation look(BrokerName broker, Set<ResourceId> asked) {
    return reader.observe(asked);
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
    return settings;
  }

  @Override
  public void foreign(BrokerName broker, Resource topic) {
    Map<String, String> configs = new HashMap<>(topic.attributes());
    int partitions = Integer.parseInt(configs.remove("partitions"));
    NewTopic made =
        new NewTopic(topic.id().name(), Optional.of(partitions), Optional.empty()).configs(configs);
    await(others.createTopics(List.of(made)).all());
  }

  @Override
  public Resource topic(String name, int hours) {
    return Resource.of(
        "topic",
        name,
        Map.of("partitions", "1", "retention.ms", Long.toString(TimeUnit.HOURS.toMillis(hours))));
  }

  @Override
  public Resource rule(String principal, Resource topic) {
    String name = topic.id().name();
    return Resource.of(
        "acl",
        "READ TOPIC LITERAL " + name + " User:" + principal,
        Map.of(
            "principal", "User:" + principal,
            "operation", "READ",
            "resourceType", "TOPIC",
            "patternType", "LITERAL",
            "resourceName", name,
            "permission", "ALLOW",
            "host", "*"),
        topic.id());
  }

  /** Takes away what others made for trials of this prefix. */
  void clean(String prefix) {
    var names = await(others.listTopics().names());
    await(
        others.deleteTopics(names.stream().filter(name -> name.startsWith(prefix)).toList()).all());
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    reader.close();
    others.close();
  }
}
