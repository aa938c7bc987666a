package io.meshwork.transport.kafka;

import io.meshwork.model.TransportName;
import io.meshwork.transport.kafka.batches.ClientVersion;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EndpointKind;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.Transport;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apache Kafka, version 3.6 or later, and what speaks its protocol. */
public final class KafkaTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTransport.class);
  private static final TransportName NAME = new TransportName("kafka");

  @Override
  public TransportName name() {
    return NAME;
  }

  @Override
  public String label() {
    return "Apache Kafka";
  }

  @Override
  public List<Setting> settings() {
    return KafkaSettings.DECLARED;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public List<EndpointKind> endpointKinds() {
    return List.of();
  }

  @Override
  public Settings forPrincipal(Settings broker, String principal, String secret) {
    Map<String, String> values = new HashMap<>(broker.values());
    values.put(KafkaSettings.USERNAME, Acls.user(principal));
    values.put(KafkaSettings.PASSWORD, secret);
    return Settings.check(KafkaSettings.DECLARED, values);
  }

  @Override
  public Blueprint blueprint(Settings settings) {
    return new KafkaBlueprint(KafkaSettings.of(settings));
  }

  @Override
  public Deployer deployer(BrokerAccess access) {
    return new KafkaDeployer(new Connection(access));
  }

  @Override
  public EventSource source(BrokerAccess access, SourceLimits limits) {
    Connection connection = new Connection(access);
    return movesBatches(connection)
        ? new ChosenSource(connection, limits)
        : new KafkaSource(connection, limits);
  }

  /** Only where it is wanted, and with the client whose internals it was tried with. */
  private static boolean movesBatches(Connection connection) {
    if (!connection.settings().movesBatches() || ClientVersion.isTried()) {
      return connection.settings().movesBatches();
    }
    LOG.atWarn()
        .addKeyValue("broker", connection.access().broker())
        .addKeyValue("present", ClientVersion.present())
        .addKeyValue("tried", ClientVersion.TRIED)
        .log("single records are moved, not whole batches: this client was not tried with them");
    return false;
  }

  @Override
  public EventSink sink(BrokerAccess access) {
    return new KafkaSink(new Connection(access));
  }

  @Override
  public SlotLease slots(BrokerAccess access, SlotGroup group, SlotListener listener) {
    return new KafkaSlotLease(new Connection(access), group, listener);
  }

  @Override
  public SlotSink slotSink(BrokerAccess access, SlotWriter writer) {
    Connection connection = new Connection(access);
    return movesBatches(connection)
        ? new ChosenSlotSink(connection, writer)
        : new KafkaSlotSink(connection, writer);
  }

  @Override
  public Reader reader(BrokerAccess access) {
    return new KafkaReader(new Connection(access));
  }
}
