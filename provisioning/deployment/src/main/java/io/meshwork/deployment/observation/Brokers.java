package io.meshwork.deployment.observation;

import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
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

  private BrokerAccess access(BrokerName broker, BrokerSpec spec) {
    Settings settings = Settings.check(transport(spec).settings(), spec.settings());
    return new BrokerAccess(broker, settings, installation.get(), secrets);
  }
}
