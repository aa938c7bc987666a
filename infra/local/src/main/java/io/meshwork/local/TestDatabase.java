package io.meshwork.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server that all tests of one process share, started when first asked for and gone
 * with the process. Each caller gets an empty database of its own.
 */
public final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** JDBC address of a new, empty database, user and password included. */
  public static String freshDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    try (var connection = DriverManager.getConnection(Server.address("postgres"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new LocalException("No test database: " + e.getMessage(), e);
    }
    return Server.address(name);
  }

  /** The user that {@link #freshDatabase} names. */
  public static String user() {
    return PostgresServer.USER;
  }

  /** The password that {@link #freshDatabase} names. */
  public static String password() {
    return Server.PASSWORD;
  }

  /** Started by the class loader: once, by whoever comes first. */
  private static final class Server {
    static final String PASSWORD = Secrets.random();
    private static final PostgresServer RUNNING = launch();

    static String address(String database) {
      return RUNNING.jdbcUrl(database) + "?user=" + user() + "&password=" + PASSWORD;
    }

    private static PostgresServer launch() {
      try {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path binaries = temporary.resolve("meshwork-postgres-" + System.getProperty("user.name"));
        Path directory = Files.createTempDirectory("meshwork-postgres-");
        var server = new PostgresServer(binaries, directory, Loopback.freePort(), PASSWORD);
        Runtime.getRuntime()
            .addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(server, directory)));
        server.start(List.of("fsync=off", "synchronous_commit=off", "max_connections=200"));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(PostgresServer server, Path directory) {
      try {
        server.stop();
      } catch (IOException | LocalException e) {
        System.err.println("Test database: " + e.getMessage());
      }
      PrivateFiles.deleteTree(directory);
    }
  }
}
