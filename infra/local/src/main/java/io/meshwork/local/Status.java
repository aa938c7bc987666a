package io.meshwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A table of the processes: alive, healthy, how large in memory and on disk. */
final class Status {
  private Status() {}

  /** Prints the table; tells whether all run and answer. */
  static boolean print(PrintStream out, WorldDirectory world, List<WorldProcess> processes)
      throws IOException {
    String row = "%-14s %-9s %7s %6s %10s %10s%n";
    out.printf(row, "process", "state", "pid", "port", "memory", "disk");
    long memory = 0;
    boolean well = true;
    for (WorldProcess process : processes) {
      Optional<ProcessHandle> running = process.find();
      boolean ready = running.isPresent() && process.ready();
      well &= ready || (running.isEmpty() && process.role() == WorldPort.SAMPLE);
      long resident = running.map(Status::resident).orElse(0L);
      memory += resident;
      out.printf(
          row,
          process.name(),
          running.isEmpty() ? "stopped" : ready ? "healthy" : "unwell",
          running.map(handle -> Long.toString(handle.pid())).orElse("-"),
          process.port(),
          running.isEmpty() ? "-" : megabytes(resident),
          megabytes(size(world.data(process.name()))));
    }
    out.printf(row, "together", "", "", "", megabytes(memory), megabytes(size(world.path())));
    return well;
  }

  /** Resident memory of a process and its children, shared pages counted once where known. */
  static long resident(ProcessHandle handle) {
    return Stream.concat(Stream.of(handle), handle.descendants()).mapToLong(Status::own).sum();
  }

  private static long own(ProcessHandle handle) {
    Path proc = Path.of("/proc", Long.toString(handle.pid()));
    try {
      if (Files.isDirectory(Path.of("/proc/self"))) {
        return field(proc.resolve("smaps_rollup"), "Pss:")
            .or(() -> field(proc.resolve("status"), "VmRSS:"))
            .orElse(0L);
      }
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(handle.pid())).start();
      return Long.parseLong(
              new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip())
          << 10;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static Optional<Long> field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static long size(Path root) throws IOException {
    if (!Files.exists(root)) {
      return 0;
    }
    var sum = new AtomicLong();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum.get();
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%d MB", (bytes + (1 << 19)) >> 20);
  }
}
