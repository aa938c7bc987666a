package io.meshwork.benchmarks.relay;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A mover in a Java process of its own; it ends with this one. */
final class ChildJvm implements AutoCloseable {
  private static final long STOP_SECONDS = 15;
  private static final int LAST_LINES = 8;
  private static final int LINE = 240;

  /** Else the machine's memory decides how large a heap is before anybody needs it. */
  private static final String SMALL_AT_FIRST = "-Xms64m";

  private final Process process;
  private final Path log;
  private final Thread hook;

  /**
   * What is run.
   *
   * @param heapMegabytes its {@code -Xmx}, the same for every mover
   * @param options of Java beyond that
   */
  record Program(
      String classPath,
      String mainClass,
      List<String> arguments,
      List<String> options,
      Map<String, String> environment,
      int heapMegabytes) {}

  ChildJvm(Program program, Path log) {
    this.log = log;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + program.heapMegabytes() + "m");
    command.add(SMALL_AT_FIRST);
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(program.options());
    command.add(program.mainClass());
    command.addAll(program.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(program.environment());
    builder.environment().put("CLASSPATH", program.classPath());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      process =
          builder
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hook = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once (SIGKILL). */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it said last. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
          .map(line -> line.substring(0, Math.min(line.length(), LINE)))
          .collect(Collectors.joining("\n", "", "\n(" + log + ")"));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
