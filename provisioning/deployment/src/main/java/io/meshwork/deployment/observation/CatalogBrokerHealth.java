package io.meshwork.deployment.observation;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.BrokerName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The catalog's brokers and whether they answer. */
public class CatalogBrokerHealth implements BrokerHealth {
  private final Catalog catalog;
  private final Reachability reachability;

  /** Of this catalog. */
  public CatalogBrokerHealth(Catalog catalog, Reachability reachability) {
    this.catalog = catalog;
    this.reachability = reachability;
  }

  @Override
  public List<BrokerStatus> all(Actor actor) {
    return new TreeSet<>(snapshot().brokers().keySet())
        .stream()
            .filter(broker -> catalog.find(actor, broker).isPresent())
            .map(reachability::status)
            .toList();
  }

  @Override
  public BrokerStatus probe(Actor actor, BrokerName broker) {
    catalog.require(actor, Operation.CHANGE, broker);
    BrokerSpec spec = catalog.get(actor, broker).spec(BrokerSpec.class);
    return reachability.probe(broker, spec);
  }

  /** Asks all brokers, at the same time. */
  public void probeAll() {
    CatalogSnapshot now = snapshot();
    reachability.retain(now.brokers().keySet());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      now.brokers()
          .forEach(
              (broker, entity) -> threads.execute(() -> reachability.probe(broker, entity.spec())));
    }
  }

  private CatalogSnapshot snapshot() {
    return catalog.snapshot(catalog.currentRevision());
  }
}
