package io.meshwork.benchmarks;

import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a benchmark found, by name. */
public final class Figures {
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final String bench;
  private final Path folder;

  Figures(String bench, Path folder) {
    this.bench = bench;
    this.folder = folder;
  }

  /** One number with its unit. */
  record Figure(double value, String unit) {}

  /** Keeps and prints it. */
  public void add(String name, double value, String unit) {
    keep(name, value, unit);
    System.out.printf("%-62s %,14.0f %s%n", name, value, unit);
  }

  /** Keeps it without a word, for a benchmark that prints tables. */
  public void keep(String name, double value, String unit) {
    figures.put(name, new Figure(value, unit));
  }

  /** Where figures, logs and pictures of this benchmark go. */
  public Path folder() {
    return folder;
  }

  /** Writes what has been found so far. */
  public void write() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(bench + ".json"),
        MeshJson.pretty(Map.of("bench", bench, "figures", figures)));
  }
}
