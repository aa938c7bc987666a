package io.meshwork.relay.engine;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;

/** The two brokers of a slot group, as the manifest describes them. */
record BrokerPair(ManifestBroker source, ManifestBroker target, InstallationId installation) {
  static BrokerPair of(SlotGroup group, Manifest manifest) {
    return new BrokerPair(
        find(manifest, group.source()),
        find(manifest, group.target()),
        new InstallationId(manifest.installation()));
  }

  /** The group that a link of a region's manifest belongs to. */
  static SlotGroup group(RegionName region, ManifestLink link) {
    return new SlotGroup(
        link.from().broker(), link.to().broker(), link.delivery(), region, link.slots());
  }

  private static ManifestBroker find(Manifest manifest, BrokerName name) {
    return manifest.brokers().stream()
        .filter(broker -> broker.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The manifest lacks broker " + name));
  }

  /** With transports found and settings checked. */
  Opened open(Transports transports, Secrets secrets) {
    return new Opened(
        transports.get(source.transport()),
        access(source, transports, secrets),
        transports.get(target.transport()),
        access(target, transports, secrets));
  }

  private BrokerAccess access(ManifestBroker broker, Transports transports, Secrets secrets) {
    Transport transport = transports.get(broker.transport());
    Settings settings = Settings.check(transport.settings(), broker.settings());
    return new BrokerAccess(broker.name(), settings, installation, secrets);
  }

  /** Both ends, ready to be connected to. */
  record Opened(
      Transport sourceTransport,
      BrokerAccess sourceAccess,
      Transport targetTransport,
      BrokerAccess targetAccess) {}
}
