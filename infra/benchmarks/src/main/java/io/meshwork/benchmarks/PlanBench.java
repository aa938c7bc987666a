package io.meshwork.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long a plan takes, and how that grows. */
final class PlanBench {
  private static final int TYPES = 10_000;
  private static final int SUBSCRIPTIONS = 50_000;
  private static final int LINKS = 500;
  private static final int ROUNDS = 5;
  private static final int SUBSCRIPTIONS_A_TYPE = 5;
  private static final int SUBSCRIPTIONS_A_LINK = 100;
  private static final List<Integer> SIZES = List.of(1_000, 5_000, 10_000, 25_000, 50_000);
  private static final int LARGEST = 100_000;
  private static final String LARGER_HEAP = "-Xmx1g";
  private static final long ROUND_NANOS = 200_000_000L;
  private static final double MILLION = 1e6;

  private final Planner planner =
      new Planner(
          new Transports(List.of(new MemoryTransport(new MemoryBrokers(Clock.systemUTC())))));

  private PlanBench() {}

  static void run(Figures figures) {
    PlanBench bench = new PlanBench();
    bench.measure(TYPES, SUBSCRIPTIONS, LINKS, figures);
    List<PlanPlot.Point> points = new ArrayList<>();
    for (int size : SIZES) {
      points.add(bench.point(size));
      PlanPlot.write(points);
    }
    points.add(inLargerHeap());
    PlanPlot.write(points);
    for (PlanPlot.Point point : points) {
      String of = "plotted, %,d subscriptions: ".formatted(point.subscriptions());
      figures.add(of + "whole plan, nothing there", point.first(), "ms");
      figures.add(of + "whole plan, all there", point.again(), "ms");
      figures.add(of + "one subscription after a change", point.single(), "ms");
    }
  }

  /** Measures the largest size: prints whole plan, again, one subscription, in milliseconds. */
  public static void main(String[] arguments) {
    PlanPlot.Point point = new PlanBench().point(LARGEST);
    System.out.println(point.first() + " " + point.again() + " " + point.single());
  }

  /** A process of its own: two states of this size do not fit beside each other in 512 MiB. */
  private static PlanPlot.Point inLargerHeap() {
    try {
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  LARGER_HEAP,
                  "-XX:+UseSerialGC",
                  "-classpath",
                  System.getProperty("java.class.path"),
                  PlanBench.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("The plan of the largest size did not come to an end.");
      }
      String[] found = line.strip().split(" ", -1);
      return new PlanPlot.Point(
          LARGEST,
          Double.parseDouble(found[0]),
          Double.parseDouble(found[1]),
          Double.parseDouble(found[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private PlanPlot.Point point(int subscriptions) {
    return measure(
        subscriptions / SUBSCRIPTIONS_A_TYPE,
        subscriptions,
        subscriptions / SUBSCRIPTIONS_A_LINK,
        null);
  }

  private PlanPlot.Point measure(
      int types, int subscriptions, int links, @Nullable Figures figures) {
    int wanted = links / 2 + 1;
    CatalogSnapshot catalog = PlanCatalog.of(types, subscriptions, links);
    CatalogSnapshot before = PlanCatalog.without(catalog, wanted);
    DesiredState desired = planner.desired(before);
    MeshObservation present = observation(desired, true);
    MeshObservation nothing = observation(desired, false);
    Scope one = new Scope.Resources(Causes.of(PlanCatalog.subscription(wanted)));
    if (!desired.refusals().isEmpty()) {
      throw new IllegalStateException(desired.refusals().getFirst().message());
    }
    Cost state = best(() -> planner.desired(catalog));
    Cost first = best(() -> planner.plan(desired, nothing, new Scope.Mesh()));
    Cost again = best(() -> planner.plan(desired, present, new Scope.Mesh()));
    // Last, because another state stays beside the first from here on.
    Cost single = best(() -> planner.plan(planner.desired(catalog, before, desired), present, one));
    DesiredState renewed = planner.desired(catalog, before, desired);
    Cost known = best(() -> planner.plan(renewed, present, one));
    if (figures != null) {
      String size = "%,d subscriptions: ".formatted(subscriptions);
      Plan plan = planner.plan(desired, nothing, new Scope.Mesh());
      figures.add(size + "actions of the first plan", plan.actions().size(), "");
      figures.add(
          size + "actions of one subscription's plan",
          planner.plan(renewed, present, one).actions().size(),
          "");
      figures.add(size + "links", desired.links().size(), "");
      resetPeak();
      planner.plan(planner.desired(catalog), nothing, new Scope.Mesh());
      figures.add(size + "peak heap while planning", peak() / (1 << 20), "MiB");
      add(figures, size + "desired state with its check", state);
      add(figures, size + "whole plan, nothing there", state.plus(first));
      add(figures, size + "whole plan, all there", state.plus(again));
      add(figures, size + "one subscription, state known", known);
      add(figures, size + "one subscription after a change", single);
    }
    return new PlanPlot.Point(
        subscriptions,
        state.plus(first).processor(),
        state.plus(again).processor(),
        single.processor());
  }

  private static void add(Figures figures, String name, Cost cost) {
    figures.add(name + ", processors", cost.processor(), "ms");
    figures.add(name + ", clock", cost.wall(), "ms");
  }

  /** Milliseconds: the whole process's own, collector and compiler included, and the clock's. */
  private record Cost(double processor, double wall) {
    Cost plus(Cost other) {
      return new Cost(processor + other.processor, wall + other.wall);
    }
  }

  /**
   * The best of each in several rounds. Work of a few milliseconds is repeated in each, because
   * processor time is counted in steps of ten.
   */
  private static Cost best(Supplier<?> work) {
    double processor = Double.MAX_VALUE;
    double wall = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long cpuStart = cpu();
      long start = System.nanoTime();
      int times = 0;
      do {
        if (work.get() == null) {
          throw new IllegalStateException("Nothing was made.");
        }
        times++;
      } while (System.nanoTime() - start < ROUND_NANOS);
      wall = Math.min(wall, (System.nanoTime() - start) / MILLION / times);
      processor = Math.min(processor, (cpu() - cpuStart) / MILLION / times);
    }
    return new Cost(processor, wall);
  }

  static long cpu() {
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
    return new MeshObservation(views, applied, causes(desired, there), desired.owners(), Map.of());
  }

  /** Why each resource was applied, as deployment remembers it. */
  private static Map<BrokerName, Map<ResourceId, Set<Name>>> causes(
      DesiredState desired, boolean there) {
    Map<BrokerName, Map<ResourceId, Set<Name>>> causes = new HashMap<>();
    if (there) {
      desired
          .brokers()
          .forEach(
              (name, broker) -> {
                Map<ResourceId, Set<Name>> here = new HashMap<>();
                broker
                    .rendering()
                    .needs()
                    .forEach(
                        (id, needs) ->
                            here.put(
                                id,
                                needs.size() == 1
                                    ? needs.iterator().next().causes()
                                    : needs.stream()
                                        .flatMap(need -> need.causes().stream())
                                        .collect(Collectors.toUnmodifiableSet())));
                causes.put(name, here);
              });
    }
    return causes;
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
