package io.meshwork.deployment.plan;

import io.meshwork.model.BrokerName;
import io.meshwork.model.TransportName;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transports;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Brokers on which plans are tried, whatever their kind. */
interface Ground {
  List<BrokerName> brokers();

  /** A deployer of the trial's own, which the trial closes. */
  Deployer deployer(BrokerName broker);

  /** What is there, seen through one deployer that stays open. */
  Observation look(BrokerName broker, Set<ResourceId> asked);

  Transports transports();

  TransportName transport();

  Settings settings(BrokerName broker);

  /** Something that others make. */
  void foreign(BrokerName broker, Resource topic);

  /** A channel of this name and retention in hours. */
  Resource topic(String name, int hours);

  /** An access rule of this name for a channel. */
  Resource rule(String principal, Resource topic);

  /** What others made, in words that tell when anybody touched it. */
  default Map<ResourceId, String> foreigners(BrokerName broker, Set<ResourceId> ids) {
    Map<ResourceId, String> found = new TreeMap<>();
    look(broker, ids)
        .resources()
        .forEach(
            (id, there) -> {
              if (ids.contains(id)) {
                found.put(id, words(there));
              }
            });
    return found;
  }

  private static String words(ObservedResource there) {
    return "%s %s %s"
        .formatted(
            there.identity(),
            there.resource().attributes(),
            there.ownership().getClass().getSimpleName());
  }
}
