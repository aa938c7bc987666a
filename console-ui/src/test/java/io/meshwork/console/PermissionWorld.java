package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Two teams with things open and hidden, everybody who could call, and a request an operation. */
final class PermissionWorld implements AutoCloseable {
  private static final String ADMIN = "administrator-of-the-permission-table";
  private static final String RELAY = "relay-of-eu-in-the-permission-table";
  private static final String NOBODY = "nobody";
  private static final List<String> SCOPES =
      List.of("read", "register", "approve", "plan", "apply", "publish", "registry");
  private static final String SCHEMA =
      "{\"format\":\"json-schema\",\"definition\":{\"type\":\"object\"}}";

  private final IssuerOfTests issuer = new IssuerOfTests();
  private final ServerOfTests server;
  private final Map<String, List<String>> roles = new LinkedHashMap<>();
  private final Map<String, String> documents = new LinkedHashMap<>();
  private final Map<String, String> plans = new LinkedHashMap<>();
  private final Map<String, String> deployments = new LinkedHashMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();

  /** What a request is about. */
  enum Thing {
    OWN,
    FOREIGN,
    HIDDEN,
    UNKNOWN
  }

  /** A request that a caller makes. */
  record Request(String method, String path, @Nullable String body, List<String> headers) {
    HttpResponse<String> send(ServerOfTests server, List<String> credentials) {
      List<String> all = new ArrayList<>(headers);
      all.addAll(credentials);
      return server.send(method, path, body, all.toArray(String[]::new));
    }
  }

  PermissionWorld() {
    server =
        new ServerOfTests(
            "--mesh.console.enabled=false",
            "--meshwork.oidc.issuer=" + issuer.uri(),
            "--meshwork.oidc.audience=" + IssuerOfTests.AUDIENCE,
            "--meshwork.bootstrap.admin-key-file=" + file(ADMIN),
            "--meshwork.bootstrap.relay-keys-file=" + file("eu=" + RELAY));
    declare();
    callers();
    for (String team : List.of("shop", "crm")) {
      deployments.put(team, deployed(plan(team)));
      plans.put(team, plan(team));
    }
    for (JsonNode link : admin("GET", "/api/v1/links", null).path("items")) {
      links.put(link.path("team").asString(), link.path("id").asString());
    }
    assertThat(links).containsKeys("shop", "crm");
  }

  private static Path file(String content) {
    try {
      return Files.writeString(Files.createTempFile("permissions", ".key"), content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void declare() {
    document("teams", "Team", "shop", null, "{}");
    document("teams", "Team", "crm", null, "{}");
    for (String region : List.of("eu", "us")) {
      document(
          "regions", "Region", region, null, "{\"jurisdiction\":\"eu\",\"autoApply\":\"none\"}");
    }
    broker("mem-shop", "\"shop\"");
    broker("mem-crm", "\"crm\"");
    broker("mem-all", "");
    application("shop-app", "shop", "mem-shop");
    application("crm-app", "crm", "mem-crm");
    stream("shop.secret", "shop", "private");
    stream("crm.open", "crm", "public");
    stream("crm.secret", "crm", "private");
    publication("shop-pub", "shop", "shop.secret");
    publication("crm-open-pub", "crm", "crm.open");
    publication("crm-pub", "crm", "crm.secret");
    subscription("shop-sub", "shop", "shop.secret");
    subscription("crm-sub", "crm", "crm.secret");
  }

  private void broker(String name, String teams) {
    document(
        "brokers",
        "Broker",
        name,
        null,
        "{\"transport\":\"memory\",\"region\":\"eu\",\"settings\":{\"broker\":\"table-%s\"},\"teams\":[%s]}"
            .formatted(name, teams));
  }

  private void application(String name, String team, String broker) {
    document(
        "applications",
        "Application",
        name,
        team,
        "{\"principals\":{\"%s\":\"%s\"}}".formatted(broker, name));
  }

  private void stream(String name, String team, String visibility) {
    document(
        "event-types",
        "EventType",
        name,
        team,
        "{\"schema\":%s,\"visibility\":\"%s\"}".formatted(SCHEMA, visibility));
  }

  private void publication(String name, String team, String type) {
    document(
        "publications",
        "Publication",
        name,
        team,
        "{\"application\":\"%1$s-app\",\"eventType\":\"%2$s\",\"broker\":\"mem-%1$s\"}"
            .formatted(team, type));
  }

  private void subscription(String name, String team, String type) {
    document(
        "subscriptions",
        "Subscription",
        name,
        team,
        "{\"application\":\"%1$s-app\",\"eventTypes\":[\"%2$s\"],\"at\":{\"broker\":\"mem-%1$s\"},\"filter\":{\"data\":{\"n\":[1]}}}"
            .formatted(team, type));
  }

  private void document(
      String collection, String kind, String name, @Nullable String team, String spec) {
    String owner = team == null ? "" : ",\"team\":\"%s\"".formatted(team);
    String text =
        "{\"apiVersion\":\"mesh/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"%s},\"spec\":%s}"
            .formatted(kind, name, owner, spec);
    documents.put(collection + "/" + name, text);
    admin("PUT", "/api/v1/" + collection + "/" + name, text);
  }

  private void callers() {
    roles.put("anonymous", List.of());
    for (String role : List.of("reader", "member", "owner")) {
      roles.put(role, bearer(role, List.of(), List.of("shop:" + role)));
    }
    for (String role : List.of("auditor", "operator", "administrator")) {
      roles.put(role, bearer(role, List.of(role), List.of()));
    }
    roles.put("relay", List.of("X-Api-Key", RELAY));
    for (String scope : SCOPES) {
      roles.put(
          "key " + scope, List.of("X-Api-Key", key("shop-app", scope).path("secret").asString()));
    }
  }

  private List<String> bearer(String subject, List<String> mesh, List<String> teams) {
    return List.of("Authorization", "Bearer " + issuer.token("the-" + subject, mesh, teams));
  }

  private JsonNode key(String application, String scope) {
    return admin(
        "POST",
        "/api/v1/applications/%s/keys".formatted(application),
        "{\"label\":\"table\",\"scopes\":[\"%s\"]}".formatted(scope));
  }

  private String plan(String team) {
    return admin("POST", "/api/v1/plans", "{\"scope\":{\"team\":\"%s\"}}".formatted(team))
        .path("id")
        .asString();
  }

  private String deployed(String plan) {
    String id =
        admin("POST", "/api/v1/deployments", "{\"plan\":\"%s\"}".formatted(plan))
            .path("id")
            .asString();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> admin("GET", "/api/v1/deployments/" + id, null).hasNonNull("endedAt"));
    return id;
  }

  private JsonNode admin(String method, String path, @Nullable String body) {
    HttpResponse<String> answer = server.send(method, path, body, "X-Api-Key", ADMIN);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
    return MeshJson.tree(answer.body());
  }

  ServerOfTests server() {
    return server;
  }

  /** What a role sends to be known, by role. */
  Map<String, List<String>> roles() {
    return roles;
  }

  /** A request of the operation about such a thing; empty: there is no such thing. */
  Optional<Request> request(RestOperations operation, Thing thing) {
    String path = operation.path();
    boolean about = path.contains("{") || Bodies.ABOUT_A_THING.contains(operation.toString());
    if (!about) {
      return thing == Thing.OWN
          ? Optional.of(
              new Request(operation.method(), query(path), body(path, "", thing), List.of()))
          : Optional.empty();
    }
    String name = name(path, thing);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String address =
        path.replace("{name}", name)
            .replace("{region}", name)
            .replace("{eventType}", eventType(thing))
            .replace("{subscription}", thing == Thing.UNKNOWN ? NOBODY : team(thing) + "-sub")
            .replace("{id}", path.contains("/keys/") ? keyOf(name) : name)
            .replace("{version}", "latest")
            .replace("{letter}", NOBODY)
            .replace("{revision}", name)
            .replace("{other}", "latest");
    boolean conditional = operation.method().equals("PUT") || operation.method().equals("DELETE");
    return Optional.of(
        new Request(
            operation.method(),
            query(address),
            operation.method().equals("PUT")
                ? put(path, name, thing)
                : operation.method().equals("POST") ? body(path, name, thing) : null,
            conditional && !path.contains("/keys/") ? List.of("If-Match", "\"0\"") : List.of()));
  }

  private static String query(String path) {
    return switch (path) {
      case "/api/v1/series" -> path + "?metric=lag-events";
      case "/api/v1/apply" -> path + "?dryRun=true";
      case "/api/v1/promotions" -> path + "?from=dev&to=prod";
      default ->
          path.endsWith(":promote")
              ? path + "?dryRun=true"
              : path.endsWith("/trace") ? path + "?id=nobody" : path;
    };
  }

  private String keyOf(String application) {
    return application.equals(NOBODY)
        ? UUID.randomUUID().toString()
        : key(application, "read").at("/key/id").asString();
  }

  /** The name, or id, of the thing that an address means; empty: none. */
  private String name(String path, Thing thing) {
    String[] parts = path.split("/", -1);
    List<String> names =
        switch (parts[3]) {
          case "teams" -> List.of("shop", "crm", "");
          case "applications" -> List.of("shop-app", "crm-app", "");
          case "regions" -> List.of("eu", "us", "");
          case "brokers" -> List.of("mem-shop", "mem-all", "mem-crm");
          case "event-types", "apply" -> List.of("shop.secret", "crm.open", "crm.secret");
          case "publications" -> List.of("shop-pub", "crm-open-pub", "crm-pub");
          case "subscriptions" -> List.of("shop-sub", "", "crm-sub");
          case "plans" ->
              path.contains("{")
                  ? List.of(plans.get("shop"), "", plans.get("crm"))
                  : List.of("shop-sub", "", "crm-sub");
          case "deployments" ->
              path.contains("{")
                  ? List.of(deployments.get("shop"), "", deployments.get("crm"))
                  : List.of(plans.get("shop"), "", plans.get("crm"));
          case "links" -> List.of(links.get("shop"), "", links.get("crm"));
          case "revisions" -> List.of("latest", "", "");
          default -> throw new AssertionError("Say what '" + path + "' is about");
        };
    return switch (thing) {
      case OWN -> names.get(0);
      case FOREIGN -> names.get(1);
      case HIDDEN -> names.get(2);
      case UNKNOWN -> unknown(parts[3], path);
    };
  }

  private static String unknown(String collection, String path) {
    return switch (collection) {
      case "plans" -> path.contains("{") ? UUID.randomUUID().toString() : NOBODY;
      case "deployments" -> UUID.randomUUID().toString();
      case "revisions" -> "99999999";
      default -> NOBODY;
    };
  }

  private static String eventType(Thing thing) {
    return switch (thing) {
      case OWN -> "shop.secret";
      case FOREIGN -> "crm.open";
      case HIDDEN -> "crm.secret";
      case UNKNOWN -> NOBODY;
    };
  }

  /** The thing's own document; of what the caller may not know of, one that claims it. */
  private String put(String path, String name, Thing thing) {
    String collection = path.split("/", -1)[3];
    String own = name(path, Thing.OWN);
    return switch (thing) {
      case OWN, FOREIGN -> documents.get(collection + "/" + name);
      case HIDDEN, UNKNOWN ->
          documents
              .get(collection + "/" + own)
              .replace("\"name\":\"" + own + "\"", "\"name\":\"" + name + "\"");
    };
  }

  private @Nullable String body(String path, String name, Thing thing) {
    String end = path.substring(path.lastIndexOf('/') + 1);
    return switch (end) {
      case "{name}:promote" -> "{\"environment\":\"dev\"}";
      case "{name}:take-over" -> "{\"set\":null}";
      case "{id}:compare" -> "{\"documents\":[%s]}".formatted(documents.get("teams/shop"));
      case "render", "dead-letters:redrive" -> "{}";
      case "{name}:transfer" -> "{\"team\":\"%s\"}".formatted(team(thing));
      case "schemas", "schemas:check" -> SCHEMA;
      case "keys" -> "{\"label\":\"\",\"scopes\":[]}";
      case "credentials" -> "{\"broker\":\"%s\"}".formatted("mem-" + team(thing));
      case "apply" -> put("/api/v1/event-types", name, thing);
      case "plans" ->
          "{\"scope\":{\"resources\":[{\"kind\":\"Subscription\",\"name\":\"%s\"}]}}"
              .formatted(name);
      case "deployments" -> "{\"plan\":\"%s\"}".formatted(name);
      case "patterns:test" -> "{\"pattern\":{\"a\":[1]},\"event\":{}}";
      case "drift:repair", "drift:accept", "drift:notice" -> Bodies.finding("");
      case "drift:ignore" -> Bodies.finding(",\"reason\":\"r\",\"until\":\"2100-01-01T00:00:00Z\"");
      case "{id}:contract" -> "{\"reason\":\"table\"}";
      case "position:move" -> moving();
      case "verification:repair" ->
          "{\"ranges\":[{\"partition\":0,\"from\":\"x\",\"to\":\"y\"}],\"perSecond\":1}";
      case "findings:dismiss" -> "{\"reason\":\"table\"}";
      case "{name}:backfill" -> "{\"from\":\"2100-01-01T00:00:00Z\",\"reason\":\"table\"}";
      case "reports" -> Bodies.report(name);
      default -> null;
    };
  }

  /** To where every link of this world stands. */
  private String moving() {
    String link = URLEncoder.encode(links.get("shop"), StandardCharsets.UTF_8);
    JsonNode now = admin("GET", "/api/v1/links/%s/position?to=earliest".formatted(link), null);
    String place = now.path("partitions").path(0).path("going").path("position").asString();
    return "{\"places\":[{\"partition\":0,\"position\":\"%s\"}],\"reason\":\"table\"}"
        .formatted(place);
  }

  /** Whose the thing is already, so that what is allowed changes nothing. */
  private static String team(Thing thing) {
    return switch (thing) {
      case OWN, UNKNOWN -> "shop";
      case FOREIGN, HIDDEN -> "crm";
    };
  }

  /** Bodies that are longer than a line. */
  private static final class Bodies {
    static final List<String> ABOUT_A_THING =
        List.of("/api/v1/apply POST", "/api/v1/plans POST", "/api/v1/deployments POST");

    static String finding(String more) {
      return "{\"broker\":\"mem-shop\",\"resource\":\"topic shop.secret\"%s}".formatted(more);
    }

    static String report(String region) {
      return """
      {"instance":"123e4567-e89b-12d3-a456-426614174000","host":"h","region":"%s",
      "startedAt":"2026-01-01T00:00:00Z","at":"2026-01-01T00:00:00Z","manifestRevision":1,"links":[]}"""
          .formatted(region);
    }
  }

  @Override
  public void close() {
    server.close();
    issuer.stop();
  }
}
