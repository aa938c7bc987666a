package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a filter on the payload costs, over real events of about 8.6 kB: {@code ./mesh bench
 * relay-filter}. Options: {@code quick}, {@code seconds=}, {@code events=}, {@code heap=}.
 */
public final class FilterBench {
  private static final int EVENTS = 300_000;
  private static final int QUICK_EVENTS = 80_000;
  private static final int SECONDS = 15;
  private static final int QUICK_SECONDS = 5;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final double WARM = 0.3;
  private static final double ALMOST_ALL = 0.97;
  private static final double MEGA = 1e6;
  private static final String TOPIC = "whole-events";

  /** A filter, each on a field near the beginning of a payload and one near its end. */
  private enum Filter {
    FEW("few pass", "{\"data\":{\"action\":[\"completed\"],\"sender\":{\"type\":[\"User\"]}}}"),
    SOME(
        "some pass",
        "{\"data\":{\"action\":[\"created\",\"deleted\"],\"sender\":{\"type\":[\"User\"]}}}"),
    MOST("most pass", "{\"data\":{\"sender\":{\"site_admin\":[false]}}}");

    private final String title;
    private final String pattern;

    Filter(String title, String pattern) {
      this.title = title;
      this.pattern = pattern;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Found(Look between, Map<ThreadCosts.Kind, Double> threads) {}

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final WholeEvents events = WholeEvents.large();
  private final int available;

  private FilterBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    this.available = options.number("events", options.has("quick") ? QUICK_EVENTS : EVENTS);
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "seconds", "events", "heap");
    RelayBench.machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      new FilterBench(clusters, figures, options).measure();
    }
    RelayBench.machine(figures, "ended");
  }

  private void measure() {
    clusters.source().create(TOPIC);
    SourceTopic topic =
        SourceTopic.fill(clusters.source(), List.of(TOPIC), events, BATCH_BYTES, available);
    figures.keep("source: bytes an event", events.meanBytes(), "bytes");
    figures.keep("source: compressed to", 100 * topic.compression(), "%");
    System.out.printf(
        "%,d events of %,.0f bytes on average, %.0f a batch, compressed to %.0f %%%n%n",
        available,
        events.meanBytes(),
        topic.bytesABatch() / topic.compression() / events.meanBytes(),
        100 * topic.compression());
    System.out.printf(
        "%-22s %7s %10s %9s %12s | %6s %9s %8s | %11s%n",
        "effectively once",
        "pass",
        "events/s",
        "MB/s",
        "MB/s a core",
        "lanes",
        "collector",
        "compiler",
        "brokers' CPU");
    for (Filter filter : Filter.values()) {
      try {
        tell(filter, move(filter, filter.word(), null));
      } catch (Measurement.Failed e) {
        System.out.printf("%-22s FAILED: %s%n", filter.title, e.getMessage());
      }
    }
    sample(Filter.SOME);
  }

  private Found move(Filter filter, String tag, @Nullable Path recording)
      throws Measurement.Failed {
    try (var _ = new Leftovers(clusters)) {
      String to = TOPIC + ".from." + tag;
      clusters.target().create(to);
      RelayLinks links = new RelayLinks(clusters, DeliveryClass.EFFECTIVELY_ONCE, "filter-" + tag);
      links.makeSlots();
      RelayProcess.Start start =
          new RelayProcess.Start(
              "filter-" + tag,
              figures.folder().resolve("relay-logs"),
              options.number("heap", RelayBench.HEAP_MEGABYTES));
      try (RelayProcess relay =
          RelayProcess.start(
              links.manifest(1, List.of(links.link(tag, TOPIC, to, List.of(filter.pattern)))),
              recording == null ? start : start.with(TimeShares.OPTIONS))) {
        Map<ThreadCosts.Kind, Double> before = ThreadCosts.of(relay.process().pid());
        Look between = Look.between(relay, clusters, Look.Links.all(1), bounds());
        if (recording != null) {
          TimeShares.dump(relay.process().pid(), recording);
        }
        Map<ThreadCosts.Kind, Double> threads = new EnumMap<>(ThreadCosts.Kind.class);
        ThreadCosts.of(relay.process().pid())
            .forEach((kind, cpu) -> threads.put(kind, cpu - before.getOrDefault(kind, 0.0)));
        return new Found(between, threads);
      }
    }
  }

  private Look.Bounds bounds() {
    boolean quick = options.has("quick");
    int seconds = options.number("seconds", quick ? QUICK_SECONDS : SECONDS);
    return new Look.Bounds(
        available, WARM, Duration.ofSeconds(seconds), ALMOST_ALL, Duration.ofSeconds(seconds));
  }

  private void tell(Filter filter, Found found) {
    Look between = found.between;
    double read = between.read();
    double bytes = read * events.meanBytes() / MEGA;
    double passing = 100 * between.passed() / read;
    double all = found.threads.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%-22s %5.1f %% %,10.0f %9.1f %12.1f | %4.0f %% %7.0f %% %6.0f %% | %9.1f s%n",
        filter.title,
        passing,
        read / between.seconds(),
        bytes / between.seconds(),
        bytes / between.relay(),
        100 * found.threads.getOrDefault(ThreadCosts.Kind.LANES, 0.0) / all,
        100 * found.threads.getOrDefault(ThreadCosts.Kind.COLLECTOR, 0.0) / all,
        100 * found.threads.getOrDefault(ThreadCosts.Kind.COMPILER, 0.0) / all,
        between.brokers());
    String name = filter.word() + ": ";
    figures.keep(name + "passing", passing, "%");
    figures.keep(name + "read", read / between.seconds(), "events/s");
    figures.keep(name + "bytes read", bytes / between.seconds(), "MB/s");
    figures.keep(name + "bytes read a core", bytes / between.relay(), "MB/s a core");
    figures.keep(name + "processor", between.relay() / read * MEGA, "s a million events");
    found.threads.forEach(
        (kind, cpu) ->
            figures.keep(
                name + "processor of " + kind.name().toLowerCase(Locale.ROOT),
                100 * cpu / all,
                "% from the start on"));
  }

  /** Once more, with a recording, which itself costs a little. */
  private void sample(Filter filter) {
    Path recording = figures.folder().resolve("relay-logs").resolve("relay-filter.jfr");
    try {
      move(filter, "sampled", recording);
      System.out.printf("%nwhere the lanes' time goes while %s (sampled):%n", filter.title);
      TimeShares.of(recording)
          .forEach(
              (work, share) -> {
                System.out.printf(Locale.ROOT, "  %-22s %5.1f %%%n", work.title(), 100 * share);
                figures.keep("lanes' time, " + work.title(), 100 * share, "%");
              });
      Files.deleteIfExists(recording);
    } catch (Measurement.Failed e) {
      System.out.println("sampling FAILED: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
