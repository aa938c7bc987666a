package io.meshwork.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.AppliedManifest;
import io.meshwork.planner.BrokerView;
import io.meshwork.planner.Causes;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.MeshObservation;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Scope;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Transports;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How long a plan takes, and how that grows. */
final class PlanBench {
  private static final int TYPES = 10_000;
  private static final int SUBSCRIPTIONS = 50_000;
  private static final int LINKS = 500;
  private static final int ROUNDS = 5;
  private static final int SUBSCRIPTIONS_A_TYPE = 5;
  private static final int SUBSCRIPTIONS_A_LINK = 100;
  private static final List<Integer> SIZES = List.of(1_000, 5_000, 10_000, 25_000, 50_000, 100_000);
  private static final double MILLION = 1e6;

  private final Planner planner =
      new Planner(
          new Transports(List.of(new MemoryTransport(new MemoryBrokers(Clock.systemUTC())))));

  private PlanBench() {}

  static void run(Figures figures) {
    PlanBench bench = new PlanBench();
    bench.measure(figures, TYPES, SUBSCRIPTIONS, LINKS, true);
    List<PlanPlot.Point> points = new ArrayList<>();
    for (int size : SIZES) {
      points.add(
          bench.measure(
              figures, size / SUBSCRIPTIONS_A_TYPE, size, size / SUBSCRIPTIONS_A_LINK, false));
      // Drawn as far as the heap lets it come.
      PlanPlot.write(points);
    }
  }

  private PlanPlot.Point measure(
      Figures figures, int types, int subscriptions, int links, boolean whole) {
    CatalogSnapshot catalog = PlanCatalog.of(types, subscriptions, links);
    DesiredState desired = planner.desired(catalog);
    if (!desired.refusals().isEmpty()) {
      throw new IllegalStateException(desired.refusals().getFirst().message());
    }
    MeshObservation nothing = observation(desired, false);
    MeshObservation all = observation(desired, true);
    String size = "%,d subscriptions: ".formatted(subscriptions);
    double state = best(() -> planner.desired(catalog));
    double first = best(() -> planner.plan(desired, nothing, new Scope.Mesh()));
    double again = best(() -> planner.plan(desired, all, new Scope.Mesh()));
    Scope one = new Scope.Resources(Causes.of(PlanCatalog.subscription(links / 2 + 1)));
    double single = best(() -> planner.plan(desired, all, one));
    if (whole) {
      Plan plan = planner.plan(desired, nothing, new Scope.Mesh());
      figures.add(size + "actions of the first plan", plan.actions().size(), "");
      figures.add(size + "links", desired.links().size(), "");
      resetPeak();
      planner.plan(planner.desired(catalog), all, new Scope.Mesh());
      figures.add(size + "peak heap while planning", peak() / (1 << 20), "MiB");
    }
    figures.add(size + "desired state with its check", state, "ms");
    figures.add(size + "whole plan, nothing there", state + first, "ms");
    figures.add(size + "whole plan, all there", state + again, "ms");
    figures.add(size + "one subscription, state known", single, "ms");
    return new PlanPlot.Point(subscriptions, state + first, state + again, single);
  }

  /** Milliseconds of the whole process's own time, collector included, in the best round. */
  private static double best(Supplier<?> work) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = cpu();
      Object made = work.get();
      double took = (cpu() - start) / MILLION;
      if (made != null && took < best) {
        best = took;
      }
    }
    return best;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static MeshObservation observation(DesiredState desired, boolean there) {
    Map<BrokerName, BrokerView> views = new HashMap<>();
    desired
        .brokers()
        .forEach(
            (name, broker) -> {
              Map<ResourceId, ObservedResource> seen = new HashMap<>();
              if (there) {
                broker
                    .rendering()
                    .resources()
                    .forEach(
                        resource ->
                            seen.put(
                                resource.id(),
                                new ObservedResource(
                                    resource,
                                    new Identity(resource.id().toString()),
                                    new Ownership.Ours(),
                                    List.of())));
              }
              views.put(name, new BrokerView.Seen(new Observation(Instant.EPOCH, seen)));
            });
    Map<RegionName, AppliedManifest> applied = new HashMap<>();
    if (there) {
      desired.manifests().forEach((region, all) -> applied.put(region, new AppliedManifest(all)));
    }
    return new MeshObservation(views, applied);
  }

  private static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static double peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToDouble(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
