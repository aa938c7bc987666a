package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The world's PostgreSQL, which needs no JVM. */
final class DatabaseProcess implements WorldProcess {
  /** The database of the control plane. */
  static final String DATABASE = "meshwork";

  private static final List<String> SMALL =
      List.of("shared_buffers=64MB", "max_connections=60", "log_min_messages=warning");

  private final WorldDirectory world;
  private final int port;
  private final String password;
  private final PostgresServer server;

  DatabaseProcess(WorldDirectory world, int port, String password) {
    this.world = world;
    this.port = port;
    this.password = password;
    Path directory = world.data("postgres");
    this.server =
        new PostgresServer(world.data("postgres-binaries"), directory, log(), port, password);
  }

  /** JDBC address of the control plane's database, without user and password. */
  String jdbcUrl() {
    return server.jdbcUrl(DATABASE);
  }

  @Override
  public WorldPort role() {
    return WorldPort.POSTGRES;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Path log() {
    return world.log(name());
  }

  @Override
  public List<WorldPort> after() {
    return List.of();
  }

  @Override
  public Optional<ProcessHandle> find() {
    var pid = server.pid();
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid.getAsLong())
            .filter(
                handle ->
                    handle
                        .info()
                        .commandLine()
                        .orElse("")
                        .contains(world.data("postgres").toString()));
  }

  @Override
  public void start() throws IOException {
    server.start(SMALL);
  }

  @Override
  public boolean ready() {
    return Loopback.listens(port);
  }

  @Override
  public void whenReady() throws IOException {
    String user = PostgresServer.USER;
    try (var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), user, password);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new LocalException("PostgreSQL has no database for the control plane.", e);
    }
  }

  @Override
  public void stop() throws IOException {
    if (find().isPresent()) {
      server.stop();
    }
  }
}
