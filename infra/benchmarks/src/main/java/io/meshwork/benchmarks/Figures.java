package io.meshwork.benchmarks;

import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a benchmark found, by name. */
final class Figures {
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final String bench;

  Figures(String bench) {
    this.bench = bench;
  }

  /** One number with its unit. */
  record Figure(double value, String unit) {}

  void add(String name, double value, String unit) {
    figures.put(name, new Figure(value, unit));
    System.out.printf("%-62s %,14.0f %s%n", name, value, unit);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(bench + ".json"),
        MeshJson.pretty(Map.of("bench", bench, "figures", figures)));
  }
}
