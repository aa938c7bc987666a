package io.meshwork.benchmarks.relay;

import io.meshwork.api.ManifestLink;
import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a hundred links between the same two brokers lose when the target refuses one of them:
 * {@code ./mesh bench relay-fair}. Options: {@code quick}, {@code links=}, {@code seconds=}, {@code
 * events=} of all, {@code rounds=}, {@code heap=}.
 */
public final class FairBench {
  private static final int LINKS = 100;
  private static final int PARTITIONS = 2;
  private static final int RECORD_BYTES = 500;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final int EVENTS = 8_000_000;
  private static final int QUICK_EVENTS = 2_000_000;
  private static final int SECONDS = 15;
  private static final int QUICK_SECONDS = 5;
  private static final double WARM = 0.3;
  private static final double ALMOST_ALL = 0.92;
  private static final double MEGA = 1e6;

  /** What the target says to one of the links. */
  private enum Target {
    TAKES("takes all"),
    TOO_SMALL("one's events are too large for it"),
    MISSING("one's topic is missing");

    private final String title;

    Target(String title) {
      this.title = title;
    }

    /** Of the one link's topic. */
    Map<String, String> settings() {
      return switch (this) {
        case TAKES, MISSING -> Map.of();
        case TOO_SMALL -> Map.of("max.message.bytes", "200");
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final int count;
  private final int available;

  private FairBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    count = options.number("links", LINKS);
    available = options.number("events", options.has("quick") ? QUICK_EVENTS : EVENTS);
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "links", "seconds", "events", "rounds", "heap");
    RelayBench.machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      new FairBench(clusters, figures, options).measure();
    }
    RelayBench.machine(figures, "ended");
  }

  private static String id(int number) {
    return "fair" + number;
  }

  private List<String> topics(String prefix) {
    return IntStream.range(0, count).mapToObj(number -> prefix + "." + number).toList();
  }

  private void measure() {
    List<String> sources = topics("fair");
    clusters.source().create(sources, PARTITIONS, Map.of());
    SourceTopic.fill(
        clusters.source(), sources, new CutRecords(RECORD_BYTES), BATCH_BYTES, available);
    System.out.printf(
        "%d links with %,d events of %d bytes each, all there when the relay starts%n%n",
        count, available / count, RECORD_BYTES);
    System.out.printf(
        "%-9s %-36s %14s %10s %12s%n",
        "", "the target", "the others' /s", "CPU s/M", "one refused");
    Map<Target, List<Look>> found = new EnumMap<>(Target.class);
    int rounds = options.number("rounds", options.has("quick") ? 1 : 2);
    for (int round = 1; round <= rounds; round++) {
      List<Target> order = new ArrayList<>(List.of(Target.values()));
      for (Target target : round % 2 == 0 ? order.reversed() : order) {
        try (var _ = new Leftovers(clusters)) {
          found.computeIfAbsent(target, _ -> new ArrayList<>()).add(move(target, round, sources));
        } catch (Measurement.Failed e) {
          System.out.printf("round %d   %-36s FAILED: %s%n", round, target.title, e.getMessage());
        }
      }
    }
    tell(found);
  }

  private Look move(Target target, int round, List<String> sources) throws Measurement.Failed {
    String tag = "fair-%s-%d".formatted(target.word(), round);
    List<String> targets = topics(tag);
    clusters.target().create(targets.subList(1, count), PARTITIONS, Map.of());
    clusters.target().create(targets.subList(0, 1), PARTITIONS, target.settings());
    if (target == Target.MISSING) {
      clusters.target().delete(targets.subList(0, 1));
    }
    RelayLinks links = new RelayLinks(clusters, DeliveryClass.EFFECTIVELY_ONCE, tag);
    links.makeSlots();
    List<ManifestLink> all =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    links.link(id(number), sources.get(number), targets.get(number), List.of()))
            .toList();
    int seconds = options.number("seconds", options.has("quick") ? QUICK_SECONDS : SECONDS);
    double others = (double) available / count * (count - 1);
    try (RelayProcess relay =
        RelayProcess.start(
            links.manifest(1, all),
            new RelayProcess.Start(
                tag,
                figures.folder().resolve("relay-logs"),
                options.number("heap", RelayBench.HEAP_MEGABYTES)))) {
      Look between =
          Look.between(
              relay,
              clusters,
              new Look.Links(link -> !link.equals(id(0)), 1),
              new Look.Bounds(
                  others,
                  WARM,
                  Duration.ofSeconds(seconds),
                  ALMOST_ALL,
                  Duration.ofSeconds(seconds)));
      System.out.printf(
          Locale.ROOT,
          "round %d   %-36s %,14.0f %10.2f %,12.0f%n",
          round,
          target.title,
          between.passed() / between.seconds(),
          between.relay() / between.passed() * MEGA,
          relay.metrics().of(RelayMetrics.REFUSED, id(0)::equals));
      return between;
    }
  }

  private void tell(Map<Target, List<Look>> found) {
    System.out.println();
    double well = rate(found.getOrDefault(Target.TAKES, List.of()));
    found.forEach(
        (target, looks) -> {
          double rate = rate(looks);
          System.out.printf(
              Locale.ROOT,
              "%-36s the other %d: %,.0f events/s, %.1f %% of what they move beside one that is"
                  + " well%n",
              target.title,
              count - 1,
              rate,
              100 * rate / well);
          figures.keep(target.word() + ": the others", rate, "events/s");
          figures.keep(target.word() + ": of all well", 100 * rate / well, "%");
        });
  }

  private static double rate(List<Look> looks) {
    return looks.stream().mapToDouble(Look::passed).sum()
        / looks.stream().mapToDouble(Look::seconds).sum();
  }
}
