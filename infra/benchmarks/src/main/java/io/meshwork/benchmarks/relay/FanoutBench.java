package io.meshwork.benchmarks.relay;

import io.meshwork.api.ManifestLink;
import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One channel and ever more subscriptions at the same broker, each with a filter on the payload
 * that lets one event in a hundred pass: {@code ./mesh bench relay-fanout}. Options: {@code quick},
 * {@code subscriptions=1,10}, {@code large} (events of 8.6 kB), {@code seconds=}, {@code events=},
 * {@code heap=}.
 */
public final class FanoutBench {
  private static final List<String> SUBSCRIPTIONS = List.of("1", "10", "100", "1000");
  private static final int PARTITIONS = 4;
  private static final int EVENTS = 3_000_000;
  private static final int QUICK_EVENTS = 600_000;
  private static final int LARGE = 10;
  private static final int SECONDS = 15;
  private static final int QUICK_SECONDS = 5;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final double WARM = 0.4;
  private static final double ALMOST_ALL = 0.97;
  private static final double MEGA = 1e6;
  private static final String TOPIC = "fan";

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final WholeEvents events;
  private final int available;

  private FanoutBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    boolean large = options.has("large");
    events = large ? WholeEvents.large() : WholeEvents.small();
    int usual = options.has("quick") ? QUICK_EVENTS : EVENTS;
    available = options.number("events", large ? usual / LARGE : usual);
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "subscriptions", "large", "seconds", "events", "heap");
    List<Integer> counts =
        options.list("subscriptions", SUBSCRIPTIONS).stream().map(FanoutBench::count).toList();
    RelayBench.machine(figures, "began");
    try (Clusters clusters = Clusters.one()) {
      new FanoutBench(clusters, figures, options).measure(counts);
    }
    RelayBench.machine(figures, "ended");
  }

  private static int count(String text) {
    return Options.parse("subscriptions=" + text).number("subscriptions", 1);
  }

  private void measure(List<Integer> counts) {
    clusters.source().create(List.of(TOPIC), PARTITIONS, Map.of());
    SourceTopic topic =
        SourceTopic.fill(clusters.source(), List.of(TOPIC), events, BATCH_BYTES, available);
    figures.keep("source: bytes an event", events.meanBytes(), "bytes");
    figures.keep("source: compressed to", 100 * topic.compression(), "%");
    System.out.printf(
        "%,d events of %,.0f bytes on average, compressed to %.0f %%; %d partitions; each"
            + " subscription takes 1 %%%n%n",
        available, events.meanBytes(), 100 * topic.compression(), PARTITIONS);
    System.out.printf(
        "%-15s %12s %12s | %14s %14s | %14s %12s%n",
        "subscriptions",
        "read a s",
        "written a s",
        "MB/s received",
        "MB/s sent",
        "CPU s/M read",
        "us a written");
    for (int count : counts) {
      try {
        tell(count, move(count));
      } catch (Measurement.Failed e) {
        System.out.printf("%-15d FAILED: %s%n", count, e.getMessage());
      }
    }
  }

  private Look move(int count) throws Measurement.Failed {
    try (var _ = new Leftovers(clusters)) {
      List<String> channels =
          IntStream.range(0, count).mapToObj(number -> "fan." + count + "." + number).toList();
      clusters.target().create(channels, PARTITIONS, Map.of());
      RelayLinks links =
          new RelayLinks(clusters, DeliveryClass.EFFECTIVELY_ONCE, "fanout-" + count);
      links.makeSlots();
      List<ManifestLink> all =
          IntStream.range(0, count)
              .mapToObj(
                  number ->
                      links.link(
                          "fan" + number,
                          TOPIC,
                          channels.get(number),
                          List.of("{\"data\":{\"part\":[" + number % WholeEvents.PARTS + "]}}")))
              .toList();
      RelayProcess.Start start =
          new RelayProcess.Start(
              "fanout-" + count,
              figures.folder().resolve("relay-logs"),
              options.number("heap", RelayBench.HEAP_MEGABYTES));
      int seconds = options.number("seconds", options.has("quick") ? QUICK_SECONDS : SECONDS);
      try (RelayProcess relay = RelayProcess.start(links.manifest(1, all), start)) {
        return Look.between(
            relay,
            clusters,
            Look.Links.all(count),
            new Look.Bounds(
                available,
                WARM,
                Duration.ofSeconds(seconds),
                ALMOST_ALL,
                Duration.ofSeconds(seconds)));
      }
    }
  }

  private void tell(int count, Look between) {
    double read = between.read() / count;
    double seconds = between.seconds();
    System.out.printf(
        Locale.ROOT,
        "%-15d %,12.0f %,12.0f | %14.1f %14.1f | %14.2f %12.1f%n",
        count,
        read / seconds,
        between.passed() / seconds,
        between.received() / seconds / MEGA,
        between.sent() / seconds / MEGA,
        between.relay() / read * MEGA,
        between.relay() / between.passed() * MEGA);
    String name = count + " subscriptions: ";
    figures.keep(name + "events read", read / seconds, "events/s");
    figures.keep(name + "events written", between.passed() / seconds, "events/s");
    figures.keep(name + "received", between.received() / seconds / MEGA, "MB/s");
    figures.keep(name + "sent", between.sent() / seconds / MEGA, "MB/s");
    figures.keep(name + "processor", between.relay() / read * MEGA, "s a million events read");
    figures.keep(name + "brokers' processor", between.brokers() / read * MEGA, "s a million read");
  }
}
