package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long an event takes from the moment at which it was to be published until it is readable at
 * the other cluster, at a fixed rate of arrival: {@code ./mesh bench relay-latency}. One cluster
 * alone, before and after the movers, is what they are compared with. Options: {@code quick},
 * {@code movers=}, {@code seconds=}, {@code rate=}, {@code heap=}.
 */
public final class LatencyBench {
  private static final int RATE = 5_000;
  private static final int RECORD_BYTES = 500;
  private static final int SECONDS = 30;
  private static final int QUICK_SECONDS = 8;
  private static final Duration WARM = Duration.ofSeconds(10);
  private static final Duration QUICK_WARM = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration ARRIVAL = Duration.ofSeconds(30);
  private static final long KNOCK_NANOS = Duration.ofMillis(500).toNanos();

  private static final List<Mover> MOVERS =
      List.of(Mover.MIRROR, Mover.MIRROR_ONCE, Mover.OURS_MOST, Mover.OURS_LEAST, Mover.OURS_ONCE);

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private final CutRecords records = new CutRecords(RECORD_BYTES);

  private LatencyBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow("quick", "movers", "seconds", "rate", "heap");
    List<Mover> movers = Mover.chosen(options, List.of(Mover.values()));
    RelayBench.machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      new LatencyBench(clusters, figures, options).measure(options.has("movers") ? movers : MOVERS);
    }
    RelayBench.machine(figures, "ended");
  }

  private void measure(List<Mover> movers) {
    figures.keep("rate of arrival", rate(), "events/s");
    Map<Mover, Latencies> found = new EnumMap<>(Mover.class);
    try {
      Histogram alone = way("alone-before", null);
      for (Mover mover : movers) {
        try {
          found.put(mover, Latencies.of(way(mover.word(), mover)));
        } catch (Measurement.Failed e) {
          System.out.printf("  %-24s FAILED: %s%n", mover.word(), e.getMessage());
        }
      }
      alone.add(way("alone-after", null));
      tell(Latencies.of(alone), found);
    } catch (Measurement.Failed e) {
      throw new IllegalStateException("One cluster alone fails.", e);
    }
  }

  private int rate() {
    return options.number("rate", RATE);
  }

  /** Without a mover: from the source cluster to its own reader. */
  private Histogram way(String word, @Nullable Mover mover) throws Measurement.Failed {
    String topic = "latency-" + word;
    try (var _ = new Leftovers(clusters)) {
      clusters.source().create(topic);
      if (mover == null) {
        return measured(word, topic, clusters.source(), null, false);
      }
      Mover.Job job =
          new Mover.Job(
              clusters,
              topic,
              word + "-latency",
              figures.folder().resolve("relay-logs"),
              options.number("heap", RelayBench.HEAP_MEGABYTES));
      try (Mover.Working working = mover.start(job)) {
        return measured(word, topic, clusters.target(), working, mover.isOnce());
      }
    }
  }

  private Histogram measured(
      String word,
      String topic,
      Clusters.Side far,
      Mover.@Nullable Working working,
      boolean committed)
      throws Measurement.Failed {
    String read = working == null ? topic : working.target();
    try (OpenLoop loop = new OpenLoop(clusters.source(), records, topic);
        Arrivals arrivals = new Arrivals(far, read, committed)) {
      awaitFirst(loop, arrivals, working);
      boolean quick = options.has("quick");
      Duration time =
          Duration.ofSeconds(options.number("seconds", quick ? QUICK_SECONDS : SECONDS));
      long sent = loop.run(rate(), quick ? QUICK_WARM : WARM, time);
      long limit = System.nanoTime() + ARRIVAL.toNanos();
      while (arrivals.counted() < sent && System.nanoTime() < limit) {
        LockSupport.parkNanos(KNOCK_NANOS);
      }
      long counted = arrivals.counted();
      Histogram found = arrivals.end();
      figures.keep(word + ": events missing", (double) Math.max(0, sent - counted), "events");
      figures.keep(word + ": events twice", (double) Math.max(0, counted - sent), "events");
      if (counted == 0) {
        throw new Measurement.Failed("nothing that counts has arrived");
      }
      Latencies all = Latencies.of(found);
      System.out.printf(
          "  %-24s p50 %,8.2f ms, p99 %,8.2f ms, p99.9 %,8.2f ms, %,d of %,d arrived%n",
          word, all.median(), all.p99(), all.p999(), counted, sent);
      return found;
    }
  }

  /** Waits until events come through from every partition. */
  private static void awaitFirst(OpenLoop loop, Arrivals arrivals, Mover.@Nullable Working working)
      throws Measurement.Failed {
    long limit = System.nanoTime() + START.toNanos();
    while (!arrivals.fromEverywhere()) {
      if (working != null && !working.process().isAlive()) {
        throw new Measurement.Failed("it ended: " + working.process().lastWords());
      }
      if (System.nanoTime() > limit) {
        throw new Measurement.Failed(
            "nothing arrives"
                + (working == null
                    ? ""
                    : "; its log ends with:\n" + working.process().lastWords()));
      }
      loop.knock();
      LockSupport.parkNanos(KNOCK_NANOS);
    }
  }

  private void tell(Latencies alone, Map<Mover, Latencies> found) {
    System.out.printf(
        "%n%,d events of %d bytes a second, published -> readable, milliseconds%n",
        rate(), RECORD_BYTES);
    System.out.printf(
        "%-34s %9s %9s %9s %9s | %9s %9s %9s%n",
        "", "p50", "p99", "p99.9", "most", "+ p50", "+ p99", "+ p99.9");
    line("one cluster alone", alone, null);
    keep("alone", alone);
    found.forEach(
        (mover, latencies) -> {
          Latencies added = latencies.beyond(alone);
          line(mover.title(), latencies, added);
          keep(mover.word(), latencies);
          keep(mover.word() + ", added", added);
        });
    System.out.println();
  }

  private static void line(String title, Latencies all, @Nullable Latencies added) {
    System.out.printf(
        Locale.ROOT,
        "%-34s %9.2f %9.2f %9.2f %9.2f",
        title,
        all.median(),
        all.p99(),
        all.p999(),
        all.most());
    if (added == null) {
      System.out.println(" |");
    } else {
      System.out.printf(
          Locale.ROOT, " | %9.2f %9.2f %9.2f%n", added.median(), added.p99(), added.p999());
    }
  }

  private void keep(String name, Latencies all) {
    figures.keep(name + ": p50", all.median(), "ms");
    figures.keep(name + ": p99", all.p99(), "ms");
    figures.keep(name + ": p99.9", all.p999(), "ms");
  }
}
