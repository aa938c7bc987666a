package io.meshwork.deployment.plan;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transports;
import java.util.List;
import java.util.Map;

/** Brokers on which plans are tried, whatever their kind. */
interface Ground {
  List<BrokerName> brokers();

  Deployer deployer(BrokerName broker);

  Transports transports();

  io.meshwork.model.TransportName transport();

  Settings settings(BrokerName broker);

  /** Something that others make. */
  void foreign(BrokerName broker, Resource topic);

  /** A channel of this name and retention in hours. */
  Resource topic(String name, int hours);

  /** An access rule of this name for a channel. */
  Resource rule(String principal, Resource topic);

  /** What others made, in words that tell when anybody touched it. */
  Map<ResourceId, String> foreigners(BrokerName broker, List<ResourceId> ids);
}
