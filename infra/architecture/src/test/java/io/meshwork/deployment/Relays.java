package io.meshwork.deployment;

import io.meshwork.api.Manifest;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.model.RegionName;
import io.meshwork.relay.engine.Engine;
import io.meshwork.relay.engine.EngineSettings;
import io.meshwork.relay.figures.Figures;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real relay a region, in this process: takes manifests and reports as one does. */
final class Relays implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);
  private static final EngineSettings QUICK =
      new EngineSettings(
          8 << 20,
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(2));

  private final World world;
  private final Transports transports;
  private final StopSignal stop = new StopSignal();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> deaf = ConcurrentHashMap.newKeySet();

  /** Over brokers in memory. */
  Relays(World world, String... regions) {
    this(world, new Transports(List.of(new MemoryTransport(DeploymentServer.BROKERS))), regions);
  }

  Relays(World world, Transports transports, String... regions) {
    this.world = world;
    this.transports = transports;
    for (String region : regions) {
      threads.add(Thread.ofVirtual().start(() -> run(new RegionName(region))));
    }
  }

  /** From now on that region's relay takes no manifest; it goes on to report. */
  void deafen(String region) {
    deaf.add(region);
  }

  /** It takes them again. */
  void hear() {
    deaf.clear();
  }

  private void run(RegionName region) {
    Figures figures = new Figures(Clock.systemUTC());
    Instant started = Instant.now();
    UUID instance = UUID.randomUUID();
    try (Engine engine =
        new Engine(transports, Secrets.ofThisProcess(), figures, QUICK, Clock.systemUTC())) {
      long revision = 0;
      while (!stop.within(Duration.ofMillis(50))) {
        try {
          if (!deaf.contains(region.value())) {
            Manifest manifest = world.bean(Manifests.class).current(World.ADMIN, region);
            if (manifest.revision() != revision) {
              engine.apply(manifest);
              revision = manifest.revision();
            }
          }
          world
              .bean(Monitoring.class)
              .accept(
                  relay(region),
                  region,
                  new RelayReport(
                      instance,
                      "host-of-" + region,
                      region,
                      started,
                      Instant.now(),
                      revision,
                      null,
                      figures.reports(),
                      List.of()));
        } catch (RuntimeException e) {
          LOG.atDebug().setCause(e).log("The control plane is away; the relay goes on");
        }
      }
    }
  }

  private static Actor relay(RegionName region) {
    return new Actor(
        "relay-" + region, "Relay", new Actor.Holder.Relay(region), Set.of(), Map.of());
  }

  @Override
  public void close() {
    stop.give();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
