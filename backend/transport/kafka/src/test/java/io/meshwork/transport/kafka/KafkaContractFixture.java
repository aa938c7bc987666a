package io.meshwork.transport.kafka;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.tck.ForeignClient;
import io.meshwork.transport.tck.TransportFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.UUID;

/** The contract's view of one real cluster. */
final class KafkaContractFixture implements TransportFixture {
  /** One for both, since the cluster is: two installations could not share its crossings. */
  private static final InstallationId INSTALLATION = new InstallationId(UUID.randomUUID());

  private static final KafkaContractFixture SHARED =
      new KafkaContractFixture(TestClusters.shared("contract"), KafkaSettings.ENGINE_AUTO);
  private static final KafkaContractFixture CLIENTS =
      new KafkaContractFixture(TestClusters.shared("contract"), KafkaSettings.ENGINE_CLIENTS);

  private final KafkaCluster cluster;

  private final String engine;

  private KafkaContractFixture(KafkaCluster cluster, String engine) {
    this.cluster = cluster;
    this.engine = engine;
  }

  /** With Kafka's own consumer and producer, which the engine has to be equal to. */
  static KafkaContractFixture clients() {
    return CLIENTS;
  }

  static KafkaContractFixture shared() {
    return SHARED;
  }

  @Override
  public Transport transport() {
    return Fixture.TRANSPORT;
  }

  @Override
  public BrokerAccess access() {
    return access(cluster.bootstrap(), "15");
  }

  @Override
  public BrokerAccess unreachable() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return access("127.0.0.1:" + free.getLocalPort(), "1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BrokerAccess access(String bootstrap, String timeout) {
    Settings settings =
        Settings.check(
            Fixture.TRANSPORT.settings(),
            Map.of(
                "bootstrap",
                bootstrap,
                "protocol",
                "SASL_PLAINTEXT",
                "username",
                "mesh",
                "password",
                "env:TEST_PASSWORD",
                "engine",
                engine,
                "requestTimeoutSeconds",
                timeout));
    return new BrokerAccess(
        Fixture.BROKER, settings, INSTALLATION, _ -> cluster.settings().superPassword());
  }

  @Override
  public Credential principal(String name) {
    String secret = "secret-" + UUID.randomUUID();
    cluster.addUser(name, secret);
    return new Credential(name, secret);
  }

  @Override
  public ForeignClient foreigner() {
    return new KafkaForeigner(cluster);
  }
}
