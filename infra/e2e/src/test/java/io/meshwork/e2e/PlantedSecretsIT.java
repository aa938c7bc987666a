package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every secret of a running world, and every one that it hands out, is used, and then looked for in
 * the database, on disk, in logs, in command lines and in every answer.
 */
class PlantedSecretsIT {
  /** What is meant to hold secrets, for its owner only; relative to the world's directory. */
  private static final Pattern MEANT =
      Pattern.compile(
          "secrets\\.properties|kafka-(eu|us)/server\\.properties|users\\.properties|admin\\.key|relay-(eu|us)\\.key"
              + "|relay-keys\\.properties|kafka-(eu|us)\\.users");

  private static final int WORD = 20;
  private static final Pattern PLACE = Pattern.compile("\\{[a-zA-Z]+}");

  private final RunningWorld world = RunningWorld.get();
  private final Set<String> planted = new HashSet<>();

  @Test
  void areFoundNowhereButWhereTheyBelong() throws Exception {
    String literal = "planted-literal-" + Long.toHexString(System.nanoTime()) + "-0123456789abcdef";
    plant(literal);
    plantTheWorldsOwn();
    String key = useThemAll(literal);
    signIn();

    assertThat(inDatabase()).isEmpty();
    assertThat(onDisk()).isEmpty();
    assertThat(inCommandLines()).isEmpty();
    assertThat(inAnswers(key)).isEmpty();
  }

  /** A secret, and the forms that it could be kept in by mistake. */
  private void plant(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    planted.add(secret);
    planted.add(HexFormat.of().formatHex(bytes));
    planted.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  private void plantTheWorldsOwn() throws IOException {
    for (String name : List.of("secrets.properties", "users.properties")) {
      Properties all = new Properties();
      try (var in = Files.newInputStream(world.directory().resolve(name))) {
        all.load(in);
      }
      all.forEach(
          (what, secret) -> {
            if (name.startsWith("secrets") || what.toString().endsWith(".password")) {
              plant(secret.toString());
            }
          });
    }
    assertThat(planted).hasSizeGreaterThan(30);
  }

  /** Goes the main way with every kind of secret; returns a key that was shown once. */
  private String useThemAll(String literal) throws IOException {
    Path file = world.file("planted.secret", world.secret("kafka-eu") + "\n");
    try (ControlPlaneClient api = world.api()) {
      for (String password : List.of("file:" + file, "env:KAFKA_EU_PASSWORD")) {
        world.apply(documents(password));
      }
      assertThatThrownBy(() -> api.post("/api/v1/apply", documents(literal)))
          .isInstanceOfSatisfying(
              MeshException.class,
              refused ->
                  assertThat(refused.toString() + refused.violations()).doesNotContain(literal));
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () ->
                  assertThat(api.get("/api/v1/subscriptions/secretive.all").body())
                      .contains("\"state\":\"active\""));
      String credential =
          MeshJson.tree(
                  api.post(
                          "/api/v1/applications/secretive/credentials",
                          "{\"broker\":\"kafka-planted\"}")
                      .body())
              .path("secret")
              .asString();
      assertThat(credential).hasSizeGreaterThan(WORD);
      plant(credential);
      String key =
          MeshJson.tree(
                  api.post(
                          "/api/v1/applications/secretive/keys",
                          "{\"label\":\"planted\",\"scopes\":[\"read\",\"plan\"]}")
                      .body())
              .path("secret")
              .asString();
      plant(key);
      return key;
    } finally {
      publish();
    }
  }

  private void publish() {
    Path events = world.file("secretive.ndjson", "{\"n\":1}\n{\"n\":2}\n");
    for (List<String> command :
        List.of(
            List.of("credential", "secretive", "kafka-eu"),
            List.of("publish", "secrets.kept", "-f", events.toString()))) {
      RunningWorld.Said said = world.mesh(command);
      assertThat(said.code()).as(said.out()).isZero();
      planted.forEach(secret -> assertThat(said.out()).doesNotContain(secret));
    }
    world.credentials().forEach(this::plant);
  }

  private String documents(String password) {
    return """
    apiVersion: mesh/v1
    kind: Broker
    metadata: {name: kafka-planted}
    spec:
      transport: kafka
      region: eu
      settings:
        bootstrap: 127.0.0.1:%d
        protocol: SASL_PLAINTEXT
        mechanism: SCRAM-SHA-512
        username: mesh
        password: "%s"
      teams: [security]
    ---
    apiVersion: mesh/v1
    kind: Application
    metadata: {name: secretive, team: security}
    spec: {principals: {kafka-eu: secretive, kafka-planted: secretive-planted, kafka-us: secretive}}
    ---
    apiVersion: mesh/v1
    kind: EventType
    metadata: {name: secrets.kept, team: security}
    spec:
      schema: {format: json-schema, definition: {type: object}}
      access: open
      partitions: 1
    ---
    apiVersion: mesh/v1
    kind: Publication
    metadata: {name: secretive.kept, team: security}
    spec: {application: secretive, eventType: secrets.kept, broker: kafka-eu}
    ---
    apiVersion: mesh/v1
    kind: Subscription
    metadata: {name: secretive.all, team: security}
    spec:
      application: secretive
      eventTypes: [secrets.kept]
      filter: {data: {n: [{exists: true}]}}
      at: {broker: kafka-us}
      startAt: earliest
    """
        .formatted(world.port("kafka-eu"), password);
  }

  private void signIn() {
    try (Playwright playwright = Person.playwright();
        Browser browser = Person.browser(playwright);
        Person owner = new Person(browser, world, "security-owner")) {
      owner.open("applications/secretive");
      owner.open("audit");
    }
  }

  /** Tables with a row that holds a secret in any column. */
  private List<String> inDatabase() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection(
            world.database(), RunningWorld.DATABASE_USER, world.secret("database"))) {
      List<String> tables = new ArrayList<>();
      try (var rows =
          connection
              .createStatement()
              .executeQuery(
                  """
                  select format('%I.%I', table_schema, table_name) from information_schema.tables
                  where table_schema not in ('pg_catalog', 'information_schema')
                    and table_type = 'BASE TABLE'""")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).hasSizeGreaterThan(10);
      for (String table : tables) {
        try (var search =
            connection.prepareStatement(
                "select count(*) from %s t, unnest(?::text[]) secret where strpos(t::text, secret) > 0"
                    .formatted(table))) {
          search.setArray(1, connection.createArrayOf("text", planted.toArray()));
          try (var rows = search.executeQuery()) {
            rows.next();
            if (rows.getLong(1) > 0) {
              found.add(table);
            }
          }
        }
      }
    }
    return found;
  }

  /** Files of the world that hold a secret and are not meant to, or that others may read. */
  private List<String> onDisk() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (var all = Files.walk(world.directory())) {
      files = all.filter(file -> Files.isRegularFile(file)).toList();
    }
    assertThat(files).anyMatch(file -> file.toString().endsWith("control-plane.log"));
    for (Path file : files) {
      String name = world.directory().relativize(file).toString();
      if (MEANT.matcher(name).matches()) {
        if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
            .equals("rw-------")) {
          found.add(name + " may be read by others");
        }
      } else if (!isIndex(name) && holdsSecret(file)) {
        found.add(name);
      }
    }
    return found;
  }

  /** Kafka's indexes: offsets and times, mostly zeros. */
  private static boolean isIndex(String name) {
    return name.endsWith(".index") || name.endsWith(".timeindex");
  }

  /** Looks at each run of letters and digits that is long enough to hold one. */
  private boolean holdsSecret(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    int begin = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && isOfWord(bytes[i])) {
        continue;
      }
      if (i - begin >= WORD
          && holdsSecret(new String(bytes, begin, i - begin, StandardCharsets.ISO_8859_1))) {
        return true;
      }
      begin = i + 1;
    }
    return false;
  }

  private static boolean isOfWord(byte character) {
    return (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || "-_+/=.".indexOf(character) >= 0;
  }

  private boolean holdsSecret(String text) {
    return planted.stream().anyMatch(text::contains);
  }

  private List<String> inCommandLines() {
    List<String> found = new ArrayList<>();
    for (String process :
        List.of("kafka-eu", "kafka-us", "issuer", "control-plane", "relay-eu", "relay-us")) {
      String line = world.handle(process).orElseThrow().info().commandLine().orElse("");
      assertThat(line).contains("java");
      if (holdsSecret(line)) {
        found.add(process);
      }
    }
    return found;
  }

  /** Every GET that the API declares, for every name that there is. */
  private List<String> inAnswers(String key) {
    List<String> found = new ArrayList<>();
    int asked = 0;
    try (ControlPlaneClient admin = world.api();
        ControlPlaneClient own = new ControlPlaneClient(URI.create(world.url()), key);
        ControlPlaneClient relay =
            new ControlPlaneClient(URI.create(world.url()), world.secret("relay-eu"))) {
      JsonNode paths = MeshJson.tree(admin.get("/v3/api-docs").body()).path("paths");
      Set<String> templates = new HashSet<>();
      paths.forEachEntry(
          (path, operations) -> {
            if (operations.has("get")) {
              templates.add(path);
            }
          });
      assertThat(templates).hasSizeGreaterThan(25);
      for (String template : templates) {
        for (String path : filled(admin, template)) {
          for (ControlPlaneClient who : List.of(admin, own, relay)) {
            asked++;
            if (holdsSecret(answer(who, path))) {
              found.add(path);
            }
          }
        }
      }
    }
    System.out.printf("measured: %d answers searched for secrets%n", asked);
    assertThat(asked).isGreaterThan(100);
    return found;
  }

  private static String answer(ControlPlaneClient who, String path) {
    try {
      return who.get(path).body();
    } catch (MeshException e) {
      return e.getMessage();
    }
  }

  /** The path with each place taken by what its collection lists, 40 at most. */
  private static List<String> filled(ControlPlaneClient api, String template) {
    var place = PLACE.matcher(template);
    if (!place.find()) {
      return List.of(template);
    }
    String collection = template.substring(0, place.start() - 1);
    List<String> names = new ArrayList<>();
    if (collection.endsWith("/schemas") || collection.endsWith("/revisions")) {
      names.addAll(List.of("1", "latest"));
    } else {
      String listed = answer(api, collection + "?limit=200");
      JsonNode items =
          listed.startsWith("{")
              ? MeshJson.tree(listed).path("items")
              : MeshJson.mapper().createArrayNode();
      for (JsonNode item : items) {
        JsonNode name = item.at("/metadata/name");
        names.add(name.isString() ? name.asString() : item.path("id").asString(""));
      }
    }
    List<String> paths = new ArrayList<>();
    names.stream()
        .filter(name -> !name.isEmpty())
        .limit(40)
        .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
        .forEach(name -> paths.addAll(filled(api, place.replaceFirst(name))));
    return paths;
  }
}
