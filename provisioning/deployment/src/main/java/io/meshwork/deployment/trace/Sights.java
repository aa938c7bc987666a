package io.meshwork.deployment.trace;

import io.meshwork.controlplane.access.AccessError;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import java.util.Map;
import java.util.TreeMap;

/** The brokers that one event is traced over, opened when first looked at. One thread. */
final class Sights implements AutoCloseable {
  private final Brokers brokers;
  private final CatalogSnapshot catalog;
  private final long until;
  private final Map<BrokerName, Sight> open = new TreeMap<>();

  /** Over the brokers as the catalog has them now. */
  Sights(Brokers brokers, CatalogSnapshot catalog, long until) {
    this.brokers = brokers;
    this.catalog = catalog;
    this.until = until;
  }

  Sight of(BrokerName name) {
    Sight known = open.get(name);
    if (known == null) {
      known = new Sight(brokers.reader(name, spec(name)), until);
      open.put(name, known);
    }
    return known;
  }

  /** The region, empty for a broker that is retired. */
  String region(BrokerName name) {
    var entity = catalog.brokers().get(name);
    RegionName region = entity == null ? null : entity.spec().region();
    return region == null ? "" : region.value();
  }

  ChannelAddress address(ChannelId channel) {
    BrokerSpec spec = spec(channel.broker());
    Transport transport = brokers.transport(spec);
    return transport
        .blueprint(Settings.check(transport.settings(), spec.settings()))
        .address(channel);
  }

  private BrokerSpec spec(BrokerName name) {
    var entity = catalog.brokers().get(name);
    if (entity == null) {
      throw new MeshException(
          AccessError.NOT_FOUND,
          "broker '%s' is retired; what it holds is not looked at".formatted(name));
    }
    return entity.spec();
  }

  @Override
  public void close() {
    open.values().forEach(Sight::close);
  }
}
