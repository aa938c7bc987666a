package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process has cost so far, as Linux tells it under {@code /proc}. */
final class ProcessCost {
  /** Linux counts in this, whatever the machine: USER_HZ. */
  private static final double TICKS_A_SECOND = 100;

  /** In {@code stat}, counted from the state, which follows the name in parentheses. */
  private static final int USER_TICKS = 11;

  private static final String PEAK = "VmHWM:";
  private static final double KIBIBYTES_A_MEGABYTE = 1e6 / 1024;

  /** What to write to forget the peak of memory. */
  private static final String FORGET_PEAK = "5";

  private final Path folder;

  ProcessCost(long pid) {
    folder = Path.of("/proc", Long.toString(pid));
  }

  /** Seconds of processors, of all its threads, for itself and in the kernel. */
  double cpuSeconds() {
    return cpuSeconds(read("stat"));
  }

  static double cpuSeconds(String stat) {
    // The name may hold spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]))
        / TICKS_A_SECOND;
  }

  /** The most memory that was resident since {@link #forgetPeak}, in MB. */
  double peakMegabytes() {
    return peakMegabytes(List.of(read("status").split("\n", -1)));
  }

  static double peakMegabytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
        .mapToDouble(kibibytes -> Long.parseLong(kibibytes) / KIBIBYTES_A_MEGABYTE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The process has no memory any more."));
  }

  /** Counts the peak from what is resident now. */
  void forgetPeak() {
    try {
      Files.writeString(folder.resolve("clear_refs"), FORGET_PEAK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
