package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldIT {
  @TempDir private Path checkout;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Map<WorldPort, Integer> ports = new EnumMap<>(WorldPort.class);
  private WorldProgram program;

  @BeforeEach
  void giveItAClassPath() throws IOException {
    Path build = checkout.resolve(".mesh/build");
    Files.createDirectories(build);
    String tests = System.getProperty("surefire.test.class.path");
    Files.writeString(
        build.resolve("local.classpath"),
        tests == null ? System.getProperty("java.class.path") : tests);
    for (WorldPort port : WorldPort.values()) {
      ports.put(port, Loopback.freePort());
    }
    program = new WorldProgram(new PrintStream(said, true, StandardCharsets.UTF_8), checkout);
  }

  @AfterEach
  void stopAll() throws IOException {
    if (Files.exists(checkout.resolve(".mesh/ports.properties"))) {
      program.run("down", List.of());
    }
  }

  @Test
  void startsStopsAndGoesOnWithItsData() throws Exception {
    assertThat(up("postgres,kafka-eu,issuer")).isZero();
    assertThat(said())
        .contains("[3/3]", "postgres", "kafka-eu", "issuer")
        .doesNotContain("already");
    assertThat(HealthCheck.kafka(port(WorldPort.KAFKA_EU)).ready()).isTrue();
    assertThat(HealthCheck.http(port(WorldPort.ISSUER), "/health").ready()).isTrue();
    execute("CREATE TABLE kept (n int)");

    assertThat(up("postgres,kafka-eu,issuer")).isZero();
    assertThat(said()).contains("kafka-eu runs already", "postgres runs already");
    assertThatThrownBy(() -> program.run("up", List.of("--port-relay-us", "9")))
        .hasMessageContaining("./mesh down first");
    assertThat(program.run("status", List.of())).isEqualTo(1);
    assertThat(said()).containsPattern("issuer +healthy").containsPattern("relay-eu +stopped");

    assertThat(program.run("down", List.of())).isZero();
    assertThat(said()).contains("Stopped postgres, kafka-eu, issuer");
    assertThat(HealthCheck.kafka(port(WorldPort.KAFKA_EU)).ready()).isFalse();
    program.run("down", List.of());
    assertThat(said()).contains("Nothing runs");

    assertThat(up("postgres,kafka-eu")).isZero();
    execute("INSERT INTO kept VALUES (1)");
  }

  @Test
  void recoversFromAKillOfEverything() throws Exception {
    up("postgres,kafka-us");
    execute("CREATE TABLE kept (n int)");
    for (WorldProcess process : processes()) {
      process.find().ifPresent(ProcessHandle::destroyForcibly);
    }
    await().until(() -> processes().stream().allMatch(process -> process.find().isEmpty()));

    up("postgres,kafka-us");

    execute("INSERT INTO kept VALUES (1)");
  }

  @Test
  void stopsWhatItStartedWhenOneProcessDies() throws Exception {
    Path broken = checkout.resolve(".mesh/kafka-eu/data");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("meta.properties"), "version=99\n");

    assertThatThrownBy(() -> up("postgres,kafka-eu"))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("kafka-eu ended while starting")
        .hasMessageContaining("kafka-eu.log")
        .hasMessageContaining("meta.properties");

    assertThat(said()).contains("Stopping what was started");
    assertThat(processes()).allSatisfy(process -> assertThat(process.find()).isEmpty());
  }

  @Test
  void startsNothingWhenAPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(port(WorldPort.ISSUER), 1, Loopback.address())) {
      assertThatThrownBy(() -> up("postgres,issuer"))
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("--port-issuer");
    }

    assertThat(checkout.resolve(".mesh/postgres")).doesNotExist();
  }

  @Test
  void leavesAStrangerAloneThatGotARecordedProcessId() throws Exception {
    var world = new WorldDirectory(checkout.resolve(".mesh")).made();
    Files.writeString(world.pidFile("issuer"), ProcessHandle.current().pid() + "\n");
    WorldPort.write(world.ports(), ports);

    assertThat(program.run("down", List.of())).isZero();

    assertThat(said()).contains("Nothing runs");
  }

  @Test
  void saysThatThereIsNoWorldYet() {
    assertThatThrownBy(() -> program.run("status", List.of())).hasMessageContaining("./mesh up");
    assertThatThrownBy(() -> program.run("dance", List.of())).hasMessageContaining("dance");
  }

  @Test
  void saysWhatHasNotBeenBuilt() {
    assertThatThrownBy(() -> up("relay-eu")).hasMessageContaining("relay-eu has not been built");
  }

  @Test
  void listsNamesPasswordsAndRights() throws Exception {
    program.run("users", List.of());

    var secrets = WorldSecrets.ensure(new WorldDirectory(checkout.resolve(".mesh")));
    secrets.users().forEach(user -> assertThat(said()).contains(user.name(), user.password()));
    assertThat(said()).contains("security:member");
  }

  @Test
  void tellsTheControlPlaneWhatThereIs() throws Exception {
    var received = new AtomicReference<String>();
    var server = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    server.createContext(
        "/api/v1/apply",
        exchange -> {
          String key = exchange.getRequestHeaders().getFirst("X-Api-Key");
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.set(body);
          exchange.sendResponseHeaders("secret".equals(key) ? 200 : 401, -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Path key = Files.writeString(checkout.resolve("key"), "secret\n");
    var documents = new WorldDocuments(Path.of("world"), ports);

    try {
      documents.apply(url, key);

      assertThat(received.get())
          .contains("kind: Region", "kind: Broker", "kind: Team")
          .contains("bootstrap: 127.0.0.1:" + port(WorldPort.KAFKA_EU))
          .doesNotContain("${");
      Files.writeString(key, "wrong");
      assertThatThrownBy(() -> documents.apply(url, key))
          .isInstanceOf(LocalException.class)
          .hasMessageContaining("401");
    } finally {
      server.stop(0);
    }
  }

  private int up(String only) throws IOException {
    List<String> flags = new ArrayList<>(List.of("--only", only));
    ports.forEach((port, number) -> flags.addAll(List.of(port.flag(), number.toString())));
    return program.run("up", flags);
  }

  private List<WorldProcess> processes() throws IOException {
    return new World(new WorldDirectory(checkout.resolve(".mesh")), ports).processes();
  }

  private void execute(String sql) throws Exception {
    var secrets = WorldSecrets.ensure(new WorldDirectory(checkout.resolve(".mesh")));
    String url = "jdbc:postgresql://127.0.0.1:" + port(WorldPort.POSTGRES) + "/meshwork";
    try (var connection = DriverManager.getConnection(url, "meshwork", secrets.database());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int port(WorldPort port) {
    return Objects.requireNonNull(ports.get(port));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
