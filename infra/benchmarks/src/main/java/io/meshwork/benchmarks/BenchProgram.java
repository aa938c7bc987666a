package io.meshwork.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs one benchmark: {@code ./mesh bench NAME}. */
public final class BenchProgram {
  private static final Map<String, Consumer<Figures>> BENCHES =
      new TreeMap<>(
          Map.of(
              "brokers", BrokersBench::run,
              "catalog", CatalogBench::run,
              "pattern", PatternBench::run,
              "plan", PlanBench::run,
              "schema", SchemaBench::run));

  private BenchProgram() {}

  /** Arguments: the benchmark's name, and the folder for its figures. */
  public static void main(String[] arguments) throws IOException {
    Consumer<Figures> bench = BENCHES.get(arguments[0]);
    if (bench == null) {
      System.err.println(
          "There is no benchmark '" + arguments[0] + "'; there are " + BENCHES.keySet());
      System.exit(1);
      return;
    }
    Figures figures = new Figures(arguments[0]);
    bench.accept(figures);
    figures.write(Path.of(arguments[1]));
    // Clients and clusters of a benchmark end here.
    System.exit(0);
  }
}
