package io.meshwork.deployment.observation;

import io.meshwork.api.ManifestBroker;
import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import java.util.Map;
import java.util.function.Supplier;

/** Opens connections to brokers with the settings that the catalog has for them. Thread safe. */
public final class Brokers {
  private final Transports transports;
  private final Secrets secrets;
  private final Supplier<InstallationId> installation;

  /** With these transports; the installation's id is asked for when first needed. */
  public Brokers(Transports transports, Secrets secrets, Supplier<InstallationId> installation) {
    this.transports = transports;
    this.secrets = secrets;
    this.installation = installation;
  }

  /** The plug-in that speaks to the broker. */
  public Transport transport(BrokerSpec spec) {
    return transports.get(spec.transport());
  }

  /** A deployer, closed by the caller. */
  public Deployer deployer(BrokerName broker, BrokerSpec spec) {
    return transport(spec).deployer(access(broker, spec));
  }

  /** A reader, closed by the caller. */
  public Reader reader(BrokerName broker, BrokerSpec spec) {
    return transport(spec).reader(access(broker, spec));
  }

  /** A reader of a broker as relays know it, closed by the caller. */
  public Reader reader(ManifestBroker broker) {
    return transports.get(broker.transport()).reader(access(broker));
  }

  /** What writes for a slot at a broker as relays know it, closed by the caller. */
  public SlotSink slotSink(ManifestBroker broker, SlotWriter writer) {
    return transports.get(broker.transport()).slotSink(access(broker), writer);
  }

  private BrokerAccess access(BrokerName broker, BrokerSpec spec) {
    return access(broker, transport(spec), spec.settings());
  }

  private BrokerAccess access(ManifestBroker broker) {
    return access(broker.name(), transports.get(broker.transport()), broker.settings());
  }

  private BrokerAccess access(
      BrokerName broker, Transport transport, Map<String, String> settings) {
    return new BrokerAccess(
        broker, Settings.check(transport.settings(), settings), installation.get(), secrets);
  }
}
