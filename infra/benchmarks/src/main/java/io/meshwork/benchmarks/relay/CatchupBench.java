package io.meshwork.benchmarks.relay;

import io.meshwork.api.ManifestLink;
import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a link notices of another in the same lanes that was down and catches up: {@code ./mesh
 * bench relay-catchup}. The live link has a fixed rate of arrival; the other has as many events
 * before it as that rate makes in ten minutes. Options: {@code quick}, {@code rate=}, {@code
 * minutes=}, {@code seconds=}, {@code heap=}.
 */
public final class CatchupBench {
  private static final int RATE = 5_000;
  private static final int MINUTES = 10;
  private static final int QUICK_MINUTES = 3;
  private static final int SECONDS = 20;
  private static final int QUICK_SECONDS = 8;
  private static final int RECORD_BYTES = 500;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final Duration WARM = Duration.ofSeconds(8);
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration ARRIVAL = Duration.ofSeconds(30);
  private static final Duration CATCH_UP = Duration.ofMinutes(3);
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
  private static final String LIVE = "live";
  private static final String DOWN = "down";

  private static final List<DeliveryClass> CLASSES =
      List.of(DeliveryClass.EFFECTIVELY_ONCE, DeliveryClass.AT_LEAST_ONCE);

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final CutRecords records = new CutRecords(RECORD_BYTES);
  private final int rate;
  private final int backlog;

  private CatchupBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
    rate = options.number("rate", RATE);
    backlog = 60 * rate * options.number("minutes", quick() ? QUICK_MINUTES : MINUTES);
  }

  private boolean quick() {
    return options.has("quick");
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "rate", "minutes", "seconds", "heap");
    RelayBench.machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      new CatchupBench(clusters, figures, options).measure();
    }
    RelayBench.machine(figures, "ended");
  }

  /** When the link that was down began to move, and when it was done. */
  private record Moved(long begun, long done) {
    double seconds() {
      return (done - begun) / 1e9;
    }
  }

  private void measure() {
    SourceTopic.fill(clusters, DOWN, new Source.Shape(RECORD_BYTES, BATCH_BYTES), backlog);
    figures.keep("rate of arrival", rate, "events/s");
    figures.keep("events before the link that was down", backlog, "events");
    System.out.printf(
        "live: %,d events of %d bytes a second; down: %,d events to catch up with%n%n",
        rate, RECORD_BYTES, backlog);
    System.out.printf(
        "%-40s %9s %9s %9s %9s%n",
        "live link, published -> readable, ms", "p50", "p99", "p99.9", "most");
    for (DeliveryClass delivery : CLASSES) {
      String word = delivery.name().toLowerCase(Locale.ROOT).replace('_', '-');
      try (var _ = new Leftovers(clusters)) {
        one(delivery, word);
      } catch (Measurement.Failed e) {
        System.out.printf("%-40s FAILED: %s%n", word, e.getMessage());
      }
    }
  }

  private void one(DeliveryClass delivery, String word) throws Measurement.Failed {
    String live = LIVE + "-" + word;
    clusters.source().create(live);
    clusters.target().create(live);
    clusters.target().create(DOWN);
    RelayLinks links = new RelayLinks(clusters, delivery, "catchup-" + word);
    links.makeSlots();
    ManifestLink first = links.link(LIVE, live, live, List.of());
    ManifestLink second = links.link(DOWN, DOWN, DOWN, List.of());
    RelayProcess.Start start =
        new RelayProcess.Start(
            "catchup-" + word,
            figures.folder().resolve("relay-logs"),
            options.number("heap", RelayBench.HEAP_MEGABYTES));
    try (ManifestServer server = new ManifestServer(links.manifest(1, List.of(first)));
        RelayProcess relay =
            RelayProcess.start(links.manifest(1, List.of(first)), start.asking(server.address()));
        OpenLoop loop = new OpenLoop(clusters.source(), records, live);
        Arrivals arrivals =
            new Arrivals(clusters.target(), live, delivery == DeliveryClass.EFFECTIVELY_ONCE)) {
      awaitFirst(relay, loop, arrivals);
      int seconds = options.number("seconds", quick() ? QUICK_SECONDS : SECONDS);
      long sent = loop.run(rate, WARM, Duration.ofSeconds(seconds));
      awaitAll(arrivals, sent);
      Latencies alone = Latencies.of(arrivals.taken());
      tell(word + ", alone", alone);

      server.serve(links.manifest(2, List.of(first, second)));
      CatchUp catchUp = new CatchUp(relay, backlog);
      Thread watching = Thread.ofVirtual().start(catchUp);
      sent += loop.runWhile(rate, watching::isAlive);
      Moved moved = catchUp.moved();
      awaitAll(arrivals, sent);
      Latencies beside = Latencies.of(arrivals.taken());
      tell(word + ", beside one that catches up", beside);
      tell(word, alone, beside, moved);
    }
  }

  private static void awaitFirst(RelayProcess relay, OpenLoop loop, Arrivals arrivals)
      throws Measurement.Failed {
    long limit = System.nanoTime() + START.toNanos();
    while (!arrivals.fromEverywhere()) {
      if (System.nanoTime() > limit || !relay.process().isAlive()) {
        throw new Measurement.Failed(
            "nothing arrives; the relay's log ends with:\n" + relay.process().lastWords());
      }
      loop.knock();
      LockSupport.parkNanos(2 * LOOK_NANOS);
    }
  }

  private static void awaitAll(Arrivals arrivals, long sent) throws Measurement.Failed {
    long limit = System.nanoTime() + ARRIVAL.toNanos();
    while (arrivals.counted() < sent) {
      if (System.nanoTime() > limit) {
        throw new Measurement.Failed(
            "of %,d events %,d arrived".formatted(sent, arrivals.counted()));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void tell(String title, Latencies all) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %9.2f %9.2f %9.2f %9.2f%n",
        title,
        all.median(),
        all.p99(),
        all.p999(),
        all.most());
    figures.keep(title + ": p50", all.median(), "ms");
    figures.keep(title + ": p99", all.p99(), "ms");
    figures.keep(title + ": p99.9", all.p999(), "ms");
    figures.keep(title + ": most", all.most(), "ms");
  }

  private void tell(String word, Latencies alone, Latencies beside, Moved moved) {
    double times = beside.p99() / alone.p99();
    System.out.printf(
        Locale.ROOT,
        "%-40s p99 is %.2f times that alone; caught up in %.1f s, %,.0f events/s%n",
        word,
        times,
        moved.seconds(),
        backlog / moved.seconds());
    figures.keep(word + ": p99 beside against alone", times, "times");
    figures.keep(word + ": caught up at", backlog / moved.seconds(), "events/s");
    figures.keep(word + ": caught up in", moved.seconds(), "s");
  }

  /** Watches the link that was down until it has moved everything. */
  private static final class CatchUp implements Runnable {
    private final RelayProcess relay;
    private final long all;
    private volatile long begun;
    private volatile long done;

    CatchUp(RelayProcess relay, long all) {
      this.relay = relay;
      this.all = all;
    }

    @Override
    public void run() {
      long limit = System.nanoTime() + CATCH_UP.toNanos();
      double passed = 0;
      while (passed < all && System.nanoTime() < limit) {
        passed = relay.metrics().of(RelayMetrics.EVENTS, DOWN::equals);
        long now = System.nanoTime();
        begun = begun == 0 && passed > 0 ? now : begun;
        done = passed >= all ? now : 0;
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }

    Moved moved() throws Measurement.Failed {
      if (done == 0) {
        throw new Measurement.Failed(
            "it has not caught up; the relay's log ends with:\n" + relay.process().lastWords());
      }
      return new Moved(begun, done);
    }
  }
}
