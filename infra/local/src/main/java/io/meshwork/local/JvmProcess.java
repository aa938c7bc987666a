package io.meshwork.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Java program of the world in a JVM of its own.
 *
 * @param world where its files are
 * @param role what it is
 * @param port where it listens
 * @param program class path, main class, options, arguments
 * @param environment what it is configured by
 * @param after what must be ready before it is started
 * @param health how it tells that it is ready
 */
record JvmProcess(
    WorldDirectory world,
    WorldPort role,
    int port,
    Program program,
    Map<String, String> environment,
    List<WorldPort> after,
    HealthCheck health)
    implements WorldProcess {
  private static final long STOP_SECONDS = 30;

  /** Signals from the terminal are for the command, not for what it has started. */
  private static final String DETACHED = "trap '' INT HUP; echo $$ > \"$0\" && exec \"$@\"";

  JvmProcess {
    environment = Map.copyOf(environment);
    after = List.copyOf(after);
  }

  /**
   * What is run.
   *
   * @param module whose class path it runs on
   */
  record Program(String module, String mainClass, List<String> options, List<String> arguments) {
    Program {
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
    }
  }

  @Override
  public Path log() {
    return world.log(name());
  }

  @Override
  public Optional<ProcessHandle> find() {
    Path file = world.pidFile(name());
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          .filter(handle -> handle.info().commandLine().orElse("").contains(mark()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void start() throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED));
    command.add(world.pidFile(name()).toString());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(mark(), "-XX:+UseSerialGC", "-XX:+AutoCreateSharedArchive"));
    command.add("-XX:SharedArchiveFile=" + world.cds().resolve(name() + ".jsa"));
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error", "-Xlog:cds*=off,aot*=off"));
    command.addAll(program.options());
    command.add(program.mainClass());
    command.addAll(program.arguments());
    Path classPath = world.classPath(program.module());
    if (!Files.exists(classPath)) {
      throw new LocalException(name() + " has not been built: " + classPath + " is missing.");
    }
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", Files.readString(classPath).strip());
    rotate(log());
    builder
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  @Override
  public boolean ready() {
    return health.ready();
  }

  @Override
  public void whenReady() {}

  @Override
  public void stop() throws IOException {
    Optional<ProcessHandle> running = find();
    if (running.isPresent()) {
      ProcessHandle handle = running.get();
      handle.destroy();
      if (!ends(handle)) {
        handle.destroyForcibly();
        ends(handle);
      }
    }
    Files.deleteIfExists(world.pidFile(name()));
  }

  private static boolean ends(ProcessHandle handle) {
    try {
      handle.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }

  /** Keeps one older log, so that the disk is not filled over weeks. */
  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > 10_000_000) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String mark() {
    return "-Dmeshwork.world=" + world.path() + ":" + name();
  }
}
