package io.meshwork.benchmarks.relay;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What very many links cost while little or nothing flows, and how long their partitions stand
 * still when one of three relays is killed: {@code ./mesh bench relay-idle}. Options: {@code
 * quick}, {@code links=}, {@code seconds=}, {@code rounds=} of killing, {@code heap=}.
 */
public final class IdleBench {
  private static final int LINKS = 1_000;
  private static final int PARTITIONS = 2;
  private static final int RELAYS = 3;
  private static final int RECORD_BYTES = 500;
  private static final int SECONDS = 20;
  private static final int QUICK_SECONDS = 8;
  private static final int ROUNDS = 3;
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration TAKEOVER = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
  private static final double MINUTE = 60;
  private static final double MEGA = 1e6;
  private static final double SECOND = 1e9;

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final List<String> sources;
  private final List<String> targets;
  private final CutRecords records = new CutRecords(RECORD_BYTES);

  private IdleBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    int count = options.number("links", LINKS);
    sources = IntStream.range(0, count).mapToObj(number -> "idle." + number).toList();
    targets = sources.stream().map(topic -> topic + ".there").toList();
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "links", "seconds", "rounds", "heap");
    RelayBench.machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      new IdleBench(clusters, figures, options).measure();
    } catch (Measurement.Failed e) {
      throw new IllegalStateException(e);
    }
    RelayBench.machine(figures, "ended");
  }

  private void measure() throws Measurement.Failed {
    clusters.source().create(sources, PARTITIONS, Map.of());
    clusters.target().create(targets, PARTITIONS, Map.of());
    System.out.printf(
        "%,d topics of %d partitions at each of two brokers; effectively-once%n%n",
        sources.size(), PARTITIONS);
    System.out.printf(
        "%-28s %8s %12s %12s %10s %9s %16s %10s%n",
        "one relay with",
        "threads",
        "connections",
        "",
        "heap MB",
        "RSS MB",
        "CPU s a minute",
        "events");
    System.out.printf("%-28s %8s %12s %12s%n", "", "", "to source", "to target");
    costs("1 idle link", 1, 0);
    costs("%,d idle links".formatted(sources.size()), sources.size(), 0);
    costs("%,d links, 1 event/s each".formatted(sources.size()), sources.size(), sources.size());
    takeovers();
  }

  private Manifest manifest(RelayLinks links, int count) {
    List<ManifestLink> all =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    links.link(
                        "idle" + number, sources.get(number), targets.get(number), List.of()))
            .toList();
    return links.manifest(1, all);
  }

  private RelayLinks links(String tag) {
    RelayLinks links = new RelayLinks(clusters, DeliveryClass.EFFECTIVELY_ONCE, tag);
    links.makeSlots();
    return links;
  }

  private RelayProcess start(String tag, Manifest manifest) {
    return RelayProcess.start(
        manifest,
        new RelayProcess.Start(
            tag,
            figures.folder().resolve("relay-logs"),
            options.number("heap", RelayBench.HEAP_MEGABYTES)));
  }

  private List<TopicPartition> partitions(Clusters.Side side, List<String> topics) {
    return topics.stream().flatMap(topic -> side.partitions(topic).stream()).toList();
  }

  private void costs(String title, int count, int rate) throws Measurement.Failed {
    String tag = "idle-%d-%d".formatted(count, rate);
    try (RelayProcess relay = start(tag, manifest(links(tag), count))) {
      long began = System.nanoTime();
      awaitAll(List.of(relay), count * PARTITIONS);
      double started = (System.nanoTime() - began) / SECOND;
      if (rate == 0) {
        costs(title, relay, started, () -> 0L);
      } else {
        try (Trickle trickle =
            new Trickle(clusters.source(), records, partitions(clusters.source(), sources), rate)) {
          costs(title, relay, started, trickle::published);
          awaitAll(relay, trickle);
        }
      }
    }
  }

  private void costs(String title, RelayProcess relay, double started, LongSupplier published) {
    LockSupport.parkNanos(SETTLE.toNanos());
    Jcmd.run(relay.process().pid(), "GC.run");
    ProcessCost cost = relay.cost();
    double moved = relay.metrics().of(RelayMetrics.EVENTS);
    double cpu = cost.cpuSeconds();
    long sent = published.getAsLong();
    long begun = System.nanoTime();
    int seconds = options.number("seconds", options.has("quick") ? QUICK_SECONDS : SECONDS);
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    double minutes = (System.nanoTime() - begun) / SECOND / MINUTE;
    cpu = (cost.cpuSeconds() - cpu) / minutes;
    sent = published.getAsLong() - sent;
    moved = relay.metrics().of(RelayMetrics.EVENTS) - moved;
    double resident = cost.residentMegabytes();
    int threads = cost.threads();
    int toSource = cost.connections(clusters.source().cluster().settings().port());
    int toTarget = cost.connections(clusters.target().cluster().settings().port());
    Jcmd.run(relay.process().pid(), "GC.run");
    double heap = relay.metrics().heapBytes() / MEGA;
    System.out.printf(
        Locale.ROOT,
        "%-28s %8d %12d %12d %10.0f %9.0f %16.1f %10s   (reads everything %.1f s after its start)%n",
        title,
        threads,
        toSource,
        toTarget,
        heap,
        resident,
        cpu,
        "%,.0f/%,d".formatted(moved, sent),
        started);
    figures.keep(title + ": threads", threads, "");
    figures.keep(title + ": connections to the source", toSource, "");
    figures.keep(title + ": connections to the target", toTarget, "");
    figures.keep(title + ": heap after a collection", heap, "MB");
    figures.keep(title + ": resident", resident, "MB");
    figures.keep(title + ": processor", cpu, "s a minute");
    figures.keep(title + ": from start to reading everything", started, "s");
  }

  /** All that was published has been moved. */
  private static void awaitAll(RelayProcess relay, Trickle trickle) throws Measurement.Failed {
    trickle.close();
    long limit = System.nanoTime() + TAKEOVER.toNanos();
    while (relay.metrics().of(RelayMetrics.EVENTS) < trickle.published()) {
      if (System.nanoTime() > limit) {
        throw new Measurement.Failed(
            "of %,d events %,.0f were moved"
                .formatted(trickle.published(), relay.metrics().of(RelayMetrics.EVENTS)));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void awaitAll(List<RelayProcess> relays, int partitions)
      throws Measurement.Failed {
    long limit = System.nanoTime() + START.toNanos();
    while (relays.stream().mapToDouble(IdleBench::partitions).sum() != partitions
        || relays.stream().anyMatch(relay -> partitions(relay) == 0)) {
      if (System.nanoTime() > limit) {
        throw new Measurement.Failed(
            "not all partitions are read; a relay's log ends with:\n"
                + relays.getFirst().process().lastWords());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static double partitions(RelayProcess relay) {
    return relay.metrics().of(RelayMetrics.PARTITIONS);
  }

  private void takeovers() throws Measurement.Failed {
    int all = sources.size() * PARTITIONS;
    System.out.printf(
        "%n%,d partitions shared by %d relays, 1 event/s a link; one relay is killed%n",
        all, RELAYS);
    Manifest manifest = manifest(links("takeover"), sources.size());
    List<RelayProcess> relays = new ArrayList<>();
    try (Trickle trickle =
            new Trickle(
                clusters.source(),
                records,
                partitions(clusters.source(), sources),
                sources.size());
        Sightings sightings =
            new Sightings(clusters.target(), partitions(clusters.target(), targets))) {
      int rounds = options.number("rounds", options.has("quick") ? 1 : ROUNDS);
      for (int round = 1; round <= rounds; round++) {
        while (relays.size() < RELAYS) {
          relays.add(start("takeover-%d-%d".formatted(round, relays.size()), manifest));
        }
        awaitAll(relays, all);
        if (sightings.after(System.nanoTime(), TAKEOVER).size() < all) {
          throw new Measurement.Failed("not all partitions move before a relay is killed");
        }
        takeover(round, relays, trickle, sightings);
      }
    } finally {
      relays.forEach(RelayProcess::close);
    }
  }

  private void takeover(
      int round, List<RelayProcess> relays, Trickle trickle, Sightings sightings) {
    RelayProcess busiest =
        relays.stream().max(Comparator.comparingDouble(IdleBench::partitions)).orElseThrow();
    int its = (int) partitions(busiest);
    int all = sources.size() * PARTITIONS;
    relays.remove(busiest);
    long moment = System.nanoTime();
    busiest.process().kill();
    trickle.toEach();
    Map<TopicPartition, Long> seen = sightings.after(moment, TAKEOVER);
    busiest.close();
    List<Long> times = seen.values().stream().sorted().toList();
    double last = times.isEmpty() ? Double.NaN : times.getLast() / SECOND;
    double first = times.size() > all - its ? times.get(all - its) / SECOND : Double.NaN;
    System.out.printf(
        Locale.ROOT,
        "round %d: %,d of its partitions; the first of them moves after %.1f s, all %,d after"
            + " %.1f s%s%n",
        round,
        its,
        first,
        seen.size(),
        last,
        seen.size() < all ? " (%,d NEVER)".formatted(all - seen.size()) : "");
    figures.keep("takeover, round " + round + ": partitions of the killed one", its, "");
    figures.keep("takeover, round " + round + ": all move again", last, "s");
    figures.keep("takeover, round " + round + ": standing still", all - seen.size(), "partitions");
  }
}
