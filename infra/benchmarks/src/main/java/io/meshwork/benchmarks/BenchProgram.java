package io.meshwork.benchmarks;

import io.meshwork.benchmarks.relay.CatchupBench;
import io.meshwork.benchmarks.relay.DistanceBench;
import io.meshwork.benchmarks.relay.FairBench;
import io.meshwork.benchmarks.relay.FanoutBench;
import io.meshwork.benchmarks.relay.FilterBench;
import io.meshwork.benchmarks.relay.IdleBench;
import io.meshwork.benchmarks.relay.LatencyBench;
import io.meshwork.benchmarks.relay.RelayBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs one benchmark: {@code ./mesh bench NAME [OPTION...]}. */
public final class BenchProgram {
  /** Without a blank behind it: Maven strips what ends in one. */
  private static final String OPTIONS = "options";

  private static final Map<String, Bench> BENCHES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("brokers", plain(BrokersBench::run)),
              Map.entry("catalog", plain(CatalogBench::run)),
              Map.entry("pattern", plain(PatternBench::run)),
              Map.entry("plan", plain(PlanBench::run)),
              Map.entry("relay", RelayBench::run),
              Map.entry("relay-catchup", CatchupBench::run),
              Map.entry("relay-distance", DistanceBench::run),
              Map.entry("relay-fair", FairBench::run),
              Map.entry("relay-fanout", FanoutBench::run),
              Map.entry("relay-filter", FilterBench::run),
              Map.entry("relay-idle", IdleBench::run),
              Map.entry("relay-latency", LatencyBench::run),
              Map.entry("schema", plain(SchemaBench::run))));

  private BenchProgram() {}

  private interface Bench {
    void run(Figures figures, Options options);
  }

  private static Bench plain(Consumer<Figures> bench) {
    return (figures, options) -> {
      options.allow();
      bench.accept(figures);
    };
  }

  /**
   * Arguments: the benchmark's name, the folder for its figures, and its options after the word
   * "options".
   */
  public static void main(String[] arguments) throws IOException {
    Bench bench = BENCHES.get(arguments[0]);
    if (bench == null) {
      System.err.println(
          "There is no benchmark '" + arguments[0] + "'; there are " + BENCHES.keySet());
      System.exit(1);
      return;
    }
    Path folder = Path.of(arguments[1]);
    Figures figures = new Figures(arguments[0], folder);
    try {
      bench.run(figures, Options.parse(arguments[2].substring(OPTIONS.length())));
    } catch (Options.Wrong e) {
      System.err.println("bench " + arguments[0] + ": " + e.getMessage());
      System.exit(1);
      return;
    }
    figures.write();
    // Clients and clusters of a benchmark end here.
    System.exit(0);
  }
}
