package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How fast the relay is when one of its brokers is far away: {@code ./mesh bench relay-distance}.
 * Options: {@code quick}, {@code millis=} there and back, {@code seconds=}, {@code events=}, {@code
 * heap=}.
 */
public final class DistanceBench {
  private static final int MILLIS = 80;
  private static final int RECORD_BYTES = 500;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final int EVENTS = 6_000_000;
  private static final int QUICK_EVENTS = 2_500_000;
  private static final int SECONDS = 10;
  private static final int QUICK_SECONDS = 5;
  private static final double WARM = 0.3;
  private static final double ALMOST_ALL = 0.95;
  private static final double MEGA = 1e6;
  private static final String TOPIC = "far";

  private static final List<DeliveryClass> CLASSES =
      List.of(DeliveryClass.EFFECTIVELY_ONCE, DeliveryClass.AT_LEAST_ONCE);

  /** Which of the brokers is far. */
  private enum Far {
    NONE("both near"),
    SOURCE("reading far"),
    TARGET("writing far");

    private final String title;

    Far(String title) {
      this.title = title;
    }
  }

  /**
   * What one run came to.
   *
   * @param sourceBytes between source and relay, both ways, for each event
   * @param targetBytes the same between relay and target
   */
  private record Found(Look between, double sourceBytes, double targetBytes) {
    double rate() {
      return between.passed() / between.seconds();
    }
  }

  private final Distance toSource;
  private final Distance toTarget;
  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final int available;

  private DistanceBench(
      Distance toSource, Distance toTarget, Clusters clusters, Figures figures, Options options) {
    this.toSource = toSource;
    this.toTarget = toTarget;
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    this.available = options.number("events", options.has("quick") ? QUICK_EVENTS : EVENTS);
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "millis", "seconds", "events", "heap");
    RelayBench.machine(figures, "began");
    try (Distance toSource = new Distance();
        Distance toTarget = new Distance();
        Clusters clusters = Clusters.behind(toSource, toTarget)) {
      new DistanceBench(toSource, toTarget, clusters, figures, options).measure();
    }
    RelayBench.machine(figures, "ended");
  }

  private void measure() {
    SourceTopic topic =
        SourceTopic.fill(clusters, TOPIC, new Source.Shape(RECORD_BYTES, BATCH_BYTES), available);
    int millis = options.number("millis", MILLIS);
    figures.keep("there and back", millis, "ms");
    System.out.printf(
        "%,d events of %d bytes, compressed to %.0f %%; far is %d ms there and back; all"
            + " connections pass this process%n%n",
        available, RECORD_BYTES, 100 * topic.compression(), millis);
    System.out.printf(
        "%-34s %12s %8s | %21s %21s | %8s%n",
        "", "events/s", "of near", "bytes/event at source", "bytes/event at target", "CPU s/M");
    for (DeliveryClass delivery : CLASSES) {
      Found near = null;
      for (Far far : Far.values()) {
        Found found = tried(delivery, far, Duration.ofMillis(millis));
        near = far == Far.NONE ? found : near;
        if (found != null) {
          tell(word(delivery) + ", " + far.title, found, near);
        }
      }
    }
  }

  private static String word(DeliveryClass delivery) {
    return delivery.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable Found tried(DeliveryClass delivery, Far far, Duration roundTrip) {
    try (var _ = new Leftovers(clusters)) {
      return move(delivery, far, roundTrip);
    } catch (Measurement.Failed e) {
      System.out.printf("%-34s FAILED: %s%n", far.title, e.getMessage());
      return null;
    } finally {
      toSource.roundTrip(Duration.ZERO);
      toTarget.roundTrip(Duration.ZERO);
    }
  }

  private Found move(DeliveryClass delivery, Far far, Duration roundTrip)
      throws Measurement.Failed {
    String tag = "distance-" + word(delivery) + "-" + far.name().toLowerCase(Locale.ROOT);
    String to = TOPIC + ".from." + tag;
    clusters.target().create(to);
    RelayLinks links = new RelayLinks(clusters, delivery, tag);
    links.makeSlots();
    toSource.roundTrip(far == Far.SOURCE ? roundTrip : Duration.ZERO);
    toTarget.roundTrip(far == Far.TARGET ? roundTrip : Duration.ZERO);
    int seconds = options.number("seconds", options.has("quick") ? QUICK_SECONDS : SECONDS);
    RelayProcess.Start start =
        new RelayProcess.Start(
            tag,
            figures.folder().resolve("relay-logs"),
            options.number("heap", RelayBench.HEAP_MEGABYTES));
    double sourceBefore = bytes(toSource);
    double targetBefore = bytes(toTarget);
    try (RelayProcess relay =
        RelayProcess.start(
            links.manifest(1, List.of(links.link(tag, TOPIC, to, List.of()))), start)) {
      Look between =
          Look.between(
              relay,
              clusters,
              Look.Links.all(1),
              new Look.Bounds(
                  available,
                  WARM,
                  Duration.ofSeconds(seconds),
                  ALMOST_ALL,
                  Duration.ofSeconds(seconds)));
      double passed = Look.at(relay, clusters, _ -> true).passed();
      return new Found(
          between,
          (bytes(toSource) - sourceBefore) / passed,
          (bytes(toTarget) - targetBefore) / passed);
    }
  }

  private static double bytes(Distance way) {
    return (double) way.toBroker() + way.toClients();
  }

  private void tell(String title, Found found, @Nullable Found near) {
    double share = near == null ? Double.NaN : found.rate() / near.rate();
    double cpu = found.between.relay() / found.between.passed() * MEGA;
    System.out.printf(
        Locale.ROOT,
        "%-34s %,12.0f %8.2f | %21.0f %21.0f | %8.2f%n",
        title,
        found.rate(),
        share,
        found.sourceBytes,
        found.targetBytes,
        cpu);
    figures.keep(title + ": rate", found.rate(), "events/s");
    figures.keep(title + ": of both near", share, "times");
    figures.keep(title + ": on the wire at the source", found.sourceBytes, "bytes an event");
    figures.keep(title + ": on the wire at the target", found.targetBytes, "bytes an event");
    figures.keep(title + ": processor", cpu, "s a million events");
  }
}
