package io.meshwork.benchmarks;

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
          Map.of(
              "brokers", plain(BrokersBench::run),
              "catalog", plain(CatalogBench::run),
              "pattern", plain(PatternBench::run),
              "plan", plain(PlanBench::run),
              "relay", RelayBench::run,
              "relay-latency", LatencyBench::run,
              "schema", plain(SchemaBench::run)));

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
