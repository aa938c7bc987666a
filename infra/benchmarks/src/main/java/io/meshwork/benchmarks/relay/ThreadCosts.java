package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Processor seconds of a Java process by what its threads are there for. */
final class ThreadCosts {
  private ThreadCosts() {}

  /** What a thread is there for. */
  enum Kind {
    LANES,
    COLLECTOR,
    COMPILER,
    REST;

    /** By the name that Linux knows, the first 15 letters. */
    static Kind of(String name) {
      if (name.startsWith("lane ")) {
        return LANES;
      }
      if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
        return COMPILER;
      }
      return name.startsWith("VM Thread") || name.startsWith("GC Thread") ? COLLECTOR : REST;
    }
  }

  /** So far, of the threads that are there now. */
  static Map<Kind, Double> of(long pid) {
    Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        seconds.merge(
            Kind.of(Files.readString(thread.resolve("comm")).strip()),
            ProcessCost.cpuSeconds(Files.readString(thread.resolve("stat"))),
            Double::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seconds;
  }
}
