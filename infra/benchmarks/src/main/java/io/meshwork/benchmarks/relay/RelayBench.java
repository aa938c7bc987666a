package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Checkout;
import io.meshwork.benchmarks.Figures;
import io.meshwork.benchmarks.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * How fast, and at what cost, our relay, the public clients and MirrorMaker 2 move the same topics
 * between the same two clusters: {@code ./mesh bench relay}. Options: {@code quick}, {@code
 * movers=}, {@code sources=}, {@code seconds=}, {@code events=}, {@code rounds=}, {@code heap=}.
 */
public final class RelayBench {
  private static final String QUICK = "quick";
  private static final Path PICTURE = Path.of("docs/reference/relay-speed.svg");

  /** Lets the brokers' code be compiled before the first mover that counts. */
  private static final MarkRule.Bounds REHEARSAL =
      new MarkRule.Bounds(1, Duration.ofSeconds(5), 2_000_000, Duration.ofSeconds(5));

  static final int HEAP_MEGABYTES = 512;

  private final Clusters clusters;
  private final Figures figures;
  private final Options options;
  private boolean rehearsed;

  private RelayBench(Clusters clusters, Figures figures, Options options) {
    this.clusters = clusters;
    this.figures = figures;
    this.options = options;
  }

  /** Runs it. */
  public static void run(Figures figures, Options options) {
    options.allow(QUICK, "movers", "sources", "seconds", "events", "rounds", "heap");
    List<Source> sources = Source.chosen(options);
    Mover.chosen(options, List.of(Mover.values()));
    machine(figures, "began");
    try (Clusters clusters = new Clusters()) {
      RelayBench bench = new RelayBench(clusters, figures, options);
      for (Source source : sources) {
        bench.measure(source);
      }
    }
    machine(figures, "ended");
  }

  static void machine(Figures figures, String moment) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    figures.keep("processors", system.getAvailableProcessors(), "");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      throw new Options.Wrong("what processes cost is read under /proc: it runs on Linux only");
    }
    figures.keep("load when it " + moment, system.getSystemLoadAverage(), "");
    System.out.printf(
        "%d processors, load when it %s: %.1f%n",
        system.getAvailableProcessors(), moment, system.getSystemLoadAverage());
  }

  private static List<Mover> movers(Options options, Source source) {
    List<Mover> all = Arrays.stream(Mover.values()).filter(source.movers()::contains).toList();
    return Mover.chosen(options, all);
  }

  private void measure(Source source) {
    MarkRule.Bounds bounds = source.bounds(options);
    SourceTopic topic =
        SourceTopic.fill(clusters, "events-" + source.word(), source.shape(), Source.size(bounds));
    String filled = source.word() + ", source: ";
    figures.keep(filled + "records", (double) topic.records(), "");
    figures.keep(filled + "batch, compressed", topic.bytesABatch(), "bytes");
    figures.keep(filled + "compressed to", 100 * topic.compression(), "%");
    System.out.printf(
        "%n%s: %,d records, about %.0f a batch, a batch has %,.0f bytes, compressed to %.0f %%%n",
        source.title(),
        topic.records(),
        topic.recordsABatch(source.shape().recordBytes()),
        topic.bytesABatch(),
        100 * topic.compression());
    if (!rehearsed) {
      Results unused = new Results(source);
      move(unused, Mover.RAW_TX, topic, REHEARSAL, "rehearsal");
      rehearsed = true;
    }
    Results results = new Results(source);
    for (int round = 1; round <= source.rounds(options); round++) {
      List<Mover> order = new ArrayList<>(movers(options, source));
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (Mover mover : order) {
        move(results, mover, topic, bounds, "round " + round);
      }
    }
    clusters.source().delete(List.of(topic.name()));
    tell(results);
  }

  private void move(
      Results results, Mover mover, SourceTopic topic, MarkRule.Bounds bounds, String when) {
    Source source = results.source();
    String tag =
        "%s-%s-%s"
            .formatted(
                mover.word(), source.word().toLowerCase(Locale.ROOT), when.replace(' ', '-'));
    Mover.Job job =
        new Mover.Job(
            clusters,
            topic.name(),
            tag,
            figures.folder().resolve("relay-logs"),
            options.number("heap", HEAP_MEGABYTES));
    try {
      Run run = new Measurement(job).run(mover, bounds, topic, source.shape().recordBytes());
      results.add(mover, run);
      System.out.printf(
          "  %-10s %-24s %,10.0f events/s, %5.2f CPU s a million, %4.0f MB (%,.0f events in %.1f s)%n",
          when,
          mover.word(),
          run.eventsASecond(),
          run.cpuAMillion(),
          run.peakMegabytes(),
          run.events(),
          run.seconds());
    } catch (Measurement.Failed | IllegalStateException | KafkaException e) {
      // The others are measured all the same.
      results.failed(mover, when + ": " + e.getMessage());
      System.out.printf("  %-10s %-24s FAILED: %s%n", when, mover.word(), e.getMessage());
    }
  }

  private void tell(Results results) {
    System.out.println(ResultsTable.of(results));
    results.keep(figures);
    boolean whole =
        Stream.of(QUICK, "movers", "seconds", "events", "rounds").noneMatch(options::has);
    if (results.source().equals(Source.SMALL_BATCHES) && !results.movers().isEmpty()) {
      Path picture =
          whole ? Checkout.root().resolve(PICTURE) : figures.folder().resolve("relay-speed.svg");
      ResultsPlot.write(results, picture);
      System.out.println("Picture: " + picture);
    }
    try {
      figures.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
