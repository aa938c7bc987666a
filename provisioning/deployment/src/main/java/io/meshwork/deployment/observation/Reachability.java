package io.meshwork.deployment.observation;

import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Deployer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which brokers answer, and since when, as this process has seen it. Whoever talks to a
 * broker tells the outcome here. Thread safe.
 */
public final class Reachability {
  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Map<BrokerName, BrokerStatus> statuses = new ConcurrentHashMap<>();
  private final Brokers brokers;
  private final Clock clock;

  /** Nothing is known at first. */
  public Reachability(Brokers brokers, Clock clock) {
    this.brokers = brokers;
    this.clock = clock;
  }

  /** As last seen; asks nobody. */
  public BrokerStatus status(BrokerName broker) {
    return statuses.getOrDefault(broker, new BrokerStatus.NotAsked(broker));
  }

  /** Asks the broker now; at most ten seconds. */
  public BrokerStatus probe(BrokerName broker, BrokerSpec spec) {
    try {
      BoundedCall.within(
          LIMIT,
          "Broker '%s'".formatted(broker),
          () -> {
            try (Deployer deployer = brokers.deployer(broker, spec)) {
              deployer.probe();
            }
            return true;
          });
      return answered(broker);
    } catch (MeshException e) {
      return failed(broker, e.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return status(broker);
    }
  }

  /** The broker has just answered. */
  public BrokerStatus answered(BrokerName broker) {
    return note(
        broker,
        (now, before) ->
            before instanceof BrokerStatus.Reachable
                ? before
                : new BrokerStatus.Reachable(broker, now));
  }

  /** The broker has just not answered, or not let us in. */
  public BrokerStatus.Away failed(BrokerName broker, String reason) {
    return (BrokerStatus.Away)
        note(
            broker,
            (now, before) ->
                new BrokerStatus.Away(
                    broker, before instanceof BrokerStatus.Away away ? away.since() : now, reason));
  }

  /** Forgets what the catalog no longer has. */
  public void retain(Set<BrokerName> known) {
    statuses.keySet().retainAll(known);
  }

  private BrokerStatus note(BrokerName broker, Transition transition) {
    return statuses.compute(
        broker,
        (_, before) -> {
          BrokerStatus known = before == null ? new BrokerStatus.NotAsked(broker) : before;
          BrokerStatus now = transition.of(clock.instant(), known);
          report(known, now);
          return now;
        });
  }

  private static void report(BrokerStatus before, BrokerStatus now) {
    if (before.getClass() == now.getClass()) {
      return;
    }
    switch (now) {
      case BrokerStatus.Reachable reachable ->
          LOG.atInfo().addKeyValue("broker", reachable.broker()).log("Broker answers");
      case BrokerStatus.Away away ->
          LOG.atWarn()
              .addKeyValue("broker", away.broker())
              .log("Broker is away: {}", away.reason());
      case BrokerStatus.NotAsked _ -> {}
    }
  }

  private interface Transition {
    BrokerStatus of(Instant now, BrokerStatus before);
  }
}
