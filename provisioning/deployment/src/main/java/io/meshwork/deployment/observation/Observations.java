package io.meshwork.deployment.observation;

import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at many brokers at once. One that does not answer in time is away, and takes nothing from
 * the others. Thread safe.
 */
public final class Observations {
  private final Brokers brokers;
  private final Reachability health;
  private final Duration limit;

  /** Waits at most {@code limit} for each broker, all at the same time. */
  public Observations(Brokers brokers, Reachability health, Duration limit) {
    this.brokers = brokers;
    this.health = health;
    this.limit = limit;
  }

  /**
   * What there is on each of these brokers.
   *
   * @param specs whom to ask, with what the catalog says of them
   * @param asked resources to look at beside our own
   */
  public Map<BrokerName, BrokerSight> observe(
      Map<BrokerName, BrokerSpec> specs, Map<BrokerName, Set<ResourceId>> asked) {
    Map<BrokerName, Future<BrokerSight>> asking = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      specs.forEach(
          (broker, spec) ->
              asking.put(
                  broker,
                  threads.submit(() -> look(broker, spec, asked.getOrDefault(broker, Set.of())))));
    }
    Map<BrokerName, BrokerSight> sights = new TreeMap<>();
    asking.forEach((broker, sight) -> sights.put(broker, answer(sight)));
    return sights;
  }

  /**
   * What flows through these resources. Of a broker that does not answer in time nothing is known.
   *
   * @param specs whom to ask, with what the catalog says of them
   */
  public Map<BrokerName, Map<ResourceId, Traffic>> traffic(
      Map<BrokerName, BrokerSpec> specs, Map<BrokerName, Set<ResourceId>> asked) {
    Map<BrokerName, Map<ResourceId, Traffic>> traffic = new TreeMap<>();
    specs.forEach(
        (broker, spec) -> {
          Callable<Map<ResourceId, Traffic>> call =
              () -> {
                try (Deployer deployer = brokers.deployer(broker, spec)) {
                  return deployer.traffic(asked.getOrDefault(broker, Set.of()));
                }
              };
          try {
            traffic.put(broker, BoundedCall.within(limit, "Broker '%s'".formatted(broker), call));
          } catch (MeshException e) {
            health.failed(broker, e.text());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return traffic;
  }

  private BrokerSight look(BrokerName broker, BrokerSpec spec, Set<ResourceId> asked)
      throws InterruptedException {
    Callable<Observation> call =
        () -> {
          try (Deployer deployer = brokers.deployer(broker, spec)) {
            return deployer.observe(asked);
          }
        };
    try {
      Observation seen = BoundedCall.within(limit, "Broker '%s'".formatted(broker), call);
      health.answered(broker);
      return new BrokerSight.Seen(seen);
    } catch (MeshException e) {
      return new BrokerSight.Away(health.failed(broker, e.text()).since(), e.text());
    }
  }

  private static BrokerSight answer(Future<BrokerSight> sight) {
    try {
      return sight.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException unexpected
          ? unexpected
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new BrokerSight.Away(Instant.EPOCH, "Nobody waited for its answer.");
    }
  }
}
