package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The processes of the development world, each with its configuration. The names of the environment
 * variables are a contract with the programs; README.md lists them.
 */
final class World {
  /**
   * Halves the processor time of a start. Relays go without: they are the one program here whose
   * speed a developer measures.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** Compression libraries and the password hash load native code. */
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private final WorldDirectory directory;
  private final WorldSecrets secrets;
  private final Map<WorldPort, Integer> ports;

  World(WorldDirectory directory, Map<WorldPort, Integer> ports) throws IOException {
    this.directory = directory;
    this.secrets = WorldSecrets.ensure(directory);
    this.ports = ports;
  }

  WorldDirectory directory() {
    return directory;
  }

  WorldSecrets secrets() {
    return secrets;
  }

  Map<WorldPort, Integer> ports() {
    return ports;
  }

  /** Where the console and the API answer. */
  String url() {
    return "http://localhost:" + port(WorldPort.CONTROL_PLANE);
  }

  List<WorldProcess> processes() {
    var database = new DatabaseProcess(directory, port(WorldPort.POSTGRES), secrets.database());
    return List.of(
        database,
        kafka(WorldPort.KAFKA_EU, "eu"),
        kafka(WorldPort.KAFKA_US, "us"),
        issuer(),
        controlPlane(database.jdbcUrl()),
        relay(WorldPort.RELAY_EU, "eu"),
        relay(WorldPort.RELAY_US, "us"));
  }

  /** What plays the sample in the directory, so many events a second. */
  WorldProcess sample(Path sampleDirectory, int rate) {
    int port = port(WorldPort.SAMPLE);
    var program =
        new JvmProcess.Program(
            "local",
            SampleProgram.class.getName(),
            List.of("-Xmx64m", QUICK_START),
            List.of(
                Integer.toString(port),
                sampleDirectory.toString(),
                Loopback.HOST + ":" + port(WorldPort.KAFKA_EU),
                secrets.kafkaUsersFile("eu").toString(),
                Integer.toString(rate)));
    return new JvmProcess(
        directory,
        WorldPort.SAMPLE,
        port,
        program,
        Map.of(),
        List.of(),
        HealthCheck.http(port, "/health"));
  }

  private int port(WorldPort role) {
    Integer port = ports.get(role);
    if (port == null) {
      throw new LocalException("No port is known for " + role.process() + ".");
    }
    return port;
  }

  private WorldProcess kafka(WorldPort role, String region) {
    String port = Integer.toString(port(role));
    String data = directory.data(role.process()).toString();
    String users = secrets.kafkaUsersFile(region).toString();
    var program =
        new JvmProcess.Program(
            "local",
            KafkaProgram.class.getName(),
            List.of(
                "-Xmx256m",
                QUICK_START,
                NATIVE_ACCESS,
                "-Dlogback.configurationFile=io/meshwork/local/kafka-logback.xml"),
            List.of(role.process(), port, data, users));
    return new JvmProcess(
        directory, role, port(role), program, Map.of(), List.of(), HealthCheck.kafka(port(role)));
  }

  private WorldProcess issuer() {
    int port = port(WorldPort.ISSUER);
    var program =
        new JvmProcess.Program(
            "local",
            IssuerProgram.class.getName(),
            List.of("-Xmx64m", QUICK_START),
            List.of(
                Integer.toString(port),
                directory.path().toString(),
                Integer.toString(port(WorldPort.CONTROL_PLANE))));
    return new JvmProcess(
        directory,
        WorldPort.ISSUER,
        port,
        program,
        Map.of(),
        List.of(),
        HealthCheck.http(port, "/health"));
  }

  private WorldProcess controlPlane(String jdbcUrl) {
    int port = port(WorldPort.CONTROL_PLANE);
    String issuer = "http://localhost:" + port(WorldPort.ISSUER);
    var environment =
        Map.ofEntries(
            Map.entry("MESHWORK_PORT", Integer.toString(port)),
            Map.entry("MESHWORK_BIND", Loopback.HOST),
            Map.entry("MESHWORK_DB_URL", jdbcUrl),
            Map.entry("MESHWORK_DB_USER", PostgresServer.USER),
            Map.entry("MESHWORK_DB_PASSWORD", secrets.database()),
            Map.entry("MESHWORK_OIDC_ISSUER", issuer),
            Map.entry("MESHWORK_OIDC_JWK_SET_URI", issuer + "/oauth2/jwks"),
            Map.entry("MESHWORK_OIDC_AUTHORIZATION_URI", issuer + "/oauth2/authorize"),
            Map.entry("MESHWORK_OIDC_TOKEN_URI", issuer + "/oauth2/token"),
            Map.entry("MESHWORK_OIDC_AUDIENCE", IssuerClaims.AUDIENCE),
            Map.entry("MESHWORK_OIDC_CLIENT_ID", IssuerClients.CONSOLE),
            Map.entry("MESHWORK_OIDC_CLIENT_SECRET", secrets.issuerClient()),
            Map.entry("MESHWORK_BOOTSTRAP_ADMIN_KEY_FILE", secrets.adminKeyFile().toString()),
            Map.entry("MESHWORK_BOOTSTRAP_RELAY_KEYS_FILE", secrets.relayKeysFile().toString()),
            Map.entry("KAFKA_EU_PASSWORD", secrets.kafka("eu")),
            Map.entry("KAFKA_US_PASSWORD", secrets.kafka("us")));
    var program =
        new JvmProcess.Program(
            "console-ui",
            "io.meshwork.console.MeshworkServer",
            List.of("-Xmx384m", QUICK_START, NATIVE_ACCESS),
            List.of());
    return new JvmProcess(
        directory,
        WorldPort.CONTROL_PLANE,
        port,
        program,
        environment,
        List.of(WorldPort.POSTGRES),
        HealthCheck.http(port, "/actuator/health"));
  }

  private WorldProcess relay(WorldPort role, String region) {
    Path state = directory.data(role.process());
    var environment =
        Map.ofEntries(
            Map.entry("MESHWORK_URL", url()),
            Map.entry("MESHWORK_REGION", region),
            Map.entry("MESHWORK_RELAY_KEY_FILE", secrets.relayKeyFile(region).toString()),
            Map.entry("MESHWORK_RELAY_STATE", state.toString()),
            Map.entry("MESHWORK_RELAY_PORT", Integer.toString(port(role))),
            Map.entry("MESHWORK_BIND", Loopback.HOST),
            Map.entry("KAFKA_EU_PASSWORD", secrets.kafka("eu")),
            Map.entry("KAFKA_US_PASSWORD", secrets.kafka("us")));
    var program =
        new JvmProcess.Program(
            "relay",
            "io.meshwork.relay.RelayProgram",
            List.of("-Xms32m", "-Xmx256m", NATIVE_ACCESS),
            List.of());
    return new JvmProcess(
        directory,
        role,
        port(role),
        program,
        environment,
        List.of(),
        HealthCheck.http(port(role), "/actuator/health"));
  }
}
