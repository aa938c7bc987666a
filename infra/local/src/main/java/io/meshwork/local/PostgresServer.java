package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * An embedded PostgreSQL server that needs no JVM to stay: {@code pg_ctl} starts it and stops it.
 *
 * <p>Listens on loopback only and asks for a password. The cluster is made beside its place and
 * moved there, so that a kill leaves none or a whole one; after {@code kill -9} it recovers by
 * itself.
 */
final class PostgresServer {
  /** The one database user. */
  static final String USER = "meshwork";

  private static final Duration CHILDREN_LIMIT = Duration.ofSeconds(15);

  private final Path binaries;
  private final Path directory;
  private final Path log;
  private final int port;
  private final String password;

  /**
   * @param binaries where PostgreSQL's programs are, or shall be unpacked
   * @param directory holds the data and the log
   */
  PostgresServer(Path binaries, Path directory, int port, String password) {
    this(binaries, directory, directory.resolve("postgres.log"), port, password);
  }

  PostgresServer(Path binaries, Path directory, Path log, int port, String password) {
    this.log = log.toAbsolutePath();
    this.binaries = binaries.toAbsolutePath();
    this.directory = directory.toAbsolutePath();
    this.port = port;
    this.password = password;
  }

  Path logFile() {
    return log;
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://" + Loopback.HOST + ":" + port + "/" + database;
  }

  /** Starts it with further settings ({@code -c key=value}) and returns when it answers. */
  void start(List<String> settings) throws IOException {
    PostgresBinaries.unpacked(binaries);
    PrivateFiles.directory(directory);
    if (!Files.exists(data())) {
      initialise();
    }
    var options = new StringBuilder();
    options.append("-p ").append(port).append(" -c listen_addresses=" + Loopback.HOST);
    // No socket in the file system: its path has a limit of 107 bytes.
    options.append(" -c unix_socket_directories=''");
    settings.forEach(setting -> options.append(" -c ").append(setting));
    launch(options.toString());
  }

  /**
   * After a kill of the server its children may live a moment longer and hold its shared memory:
   * only then a failed start is tried again.
   */
  private void launch(String options) throws IOException {
    boolean killed = Files.exists(data().resolve("postmaster.pid"));
    long limit = System.nanoTime() + CHILDREN_LIMIT.toNanos();
    var arguments =
        List.of(
            "-D",
            data().toString(),
            "-l",
            logFile().toString(),
            "-w",
            "-t",
            "60",
            "-s",
            "-o",
            options,
            "start");
    while (true) {
      try {
        run("pg_ctl", arguments);
        return;
      } catch (LocalException e) {
        if (!killed || System.nanoTime() > limit) {
          throw e;
        }
      }
    }
  }

  /** Stops it: open transactions are rolled back, the data is left clean. */
  void stop() throws IOException {
    run("pg_ctl", List.of("-D", data().toString(), "-m", "fast", "-w", "-t", "30", "-s", "stop"));
  }

  /** The server's process, as far as its own file tells. */
  OptionalLong pid() {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void initialise() throws IOException {
    Path fresh = directory.resolve("data.new");
    PrivateFiles.deleteTree(fresh);
    Path passwordFile = directory.resolve("password");
    PrivateFiles.write(passwordFile, password);
    try {
      run(
          "initdb",
          List.of(
              "-D",
              fresh.toString(),
              "-U",
              USER,
              "-A",
              "scram-sha-256",
              "--pwfile",
              passwordFile.toString(),
              "-E",
              "UTF8",
              "--locale=C",
              "--no-sync"));
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    Path output = Files.createTempFile(directory, program, ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LocalException("PostgreSQL's " + program + " did not end within 120 s.");
      }
      if (process.exitValue() != 0) {
        throw new LocalException(
            "PostgreSQL's %s failed: %s See %s."
                .formatted(program, Files.readString(output).strip(), logFile()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while waiting for PostgreSQL.", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** PostgreSQL refuses root; in a user namespace of its own it sees an ordinary user. */
  private static List<String> asOrdinaryUser() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    return linux && "root".equals(System.getProperty("user.name"))
        ? List.of("unshare", "--user")
        : List.of();
  }
}
