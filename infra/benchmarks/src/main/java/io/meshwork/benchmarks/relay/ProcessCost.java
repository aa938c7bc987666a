package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a process has cost so far, as Linux tells it under {@code /proc}. */
final class ProcessCost {
  /** Linux counts in this, whatever the machine: USER_HZ. */
  private static final double TICKS_A_SECOND = 100;

  /** In {@code stat}, counted from the state, which follows the name in parentheses. */
  private static final int USER_TICKS = 11;

  private static final String PEAK = "VmHWM:";
  private static final String RESIDENT = "VmRSS:";
  private static final String THREADS = "Threads:";

  /** In {@code io}: what was read and written by calls, of sockets too. */
  private static final String READ = "rchar:";

  private static final String WRITTEN = "wchar:";

  /** In {@code net/tcp}: where the other end is, the state, and the socket's number. */
  private static final int REMOTE = 2;

  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String ESTABLISHED = "01";
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
    return number(status, PEAK) / KIBIBYTES_A_MEGABYTE;
  }

  /** Memory that is resident now, in MB. */
  double residentMegabytes() {
    return number(List.of(read("status").split("\n", -1)), RESIDENT) / KIBIBYTES_A_MEGABYTE;
  }

  /** Threads of the system: virtual ones have none of their own. */
  int threads() {
    return (int) number(List.of(read("status").split("\n", -1)), THREADS);
  }

  /** Bytes read so far, nearly all of them from connections. */
  long bytesRead() {
    return number(List.of(read("io").split("\n", -1)), READ);
  }

  /** Bytes written so far, nearly all of them to connections. */
  long bytesWritten() {
    return number(List.of(read("io").split("\n", -1)), WRITTEN);
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The process has no memory any more."));
  }

  /** Connections that it has to a port of this machine. */
  int connections(int port) {
    Set<String> own = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("fd"))) {
      for (Path file : files) {
        own.add(target(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int)
        Stream.of("net/tcp", "net/tcp6")
            .flatMap(table -> read(table).lines())
            .filter(line -> isTo(port, line, own))
            .count();
  }

  /** Files come and go while they are listed. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  static boolean isTo(int port, String line, Set<String> own) {
    String[] fields = line.strip().split("\\s+", -1);
    return fields.length > INODE
        && fields[REMOTE].endsWith(":%04X".formatted(port))
        && fields[STATE].equals(ESTABLISHED)
        && own.contains("socket:[" + fields[INODE] + "]");
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
