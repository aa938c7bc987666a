package io.meshwork.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The real relay program in a process of its own, which ends with this one. */
public final class RelayProcess {
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Thread end = Thread.ofPlatform().unstarted(() -> STARTED.forEach(Process::destroyForcibly));
    Runtime.getRuntime().addShutdownHook(end);
  }

  private final Process process;
  private final Path directory;

  private RelayProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
    STARTED.add(process);
  }

  /** Starts one; what it keeps and its log lie in the directory. */
  public static RelayProcess start(URI controlPlane, String region, Path directory) {
    try {
      Files.createDirectories(directory);
      Path key = Files.writeString(directory.resolve("key"), StubControlPlane.KEY);
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx96m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-Dlogback.configurationFile=logback.xml",
              RelayProgram.class.getName());
      String tests = System.getProperty("surefire.test.class.path");
      builder
          .environment()
          .putAll(
              Map.of(
                  "CLASSPATH",
                  tests == null ? System.getProperty("java.class.path") : tests,
                  RelaySettings.URL,
                  controlPlane.toString(),
                  RelaySettings.REGION,
                  region,
                  RelaySettings.KEY_FILE,
                  key.toString(),
                  RelaySettings.STATE,
                  directory.resolve("state").toString(),
                  RelaySettings.PORT,
                  "0"));
      return new RelayProcess(
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
              .start(),
          directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends it in order; its exit code. */
  public int stop() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  public long pid() {
    return process.pid();
  }

  /** Where its log and what it keeps lie. */
  public Path directory() {
    return directory;
  }

  /** Whether it has not ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Freezes it. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
      STARTED.remove(process);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
