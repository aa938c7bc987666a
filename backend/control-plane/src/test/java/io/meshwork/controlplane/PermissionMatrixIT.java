package io.meshwork.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the OpenAPI document, as every role, on a thing that is there and on one that
 * is not. Roles of team shop meet their own things, roles of team books meet another team's. An
 * operation without a row here fails.
 */
class PermissionMatrixIT extends ServerFixture {
  private static final Set<String> ALL_PEOPLE =
      Set.of(
          "foreign reader",
          "foreign member",
          "foreign owner",
          "own reader",
          "own member",
          "own owner",
          "operator",
          "auditor",
          "administrator");
  private static final Set<String> SEE_ALL = Set.of("operator", "auditor", "administrator");
  private static final Set<String> OWN = Set.of("own reader", "own member", "own owner");

  /** Who may; who is told that the thing does not exist; everybody else is forbidden. */
  private record Row(Predicate<String> may, Predicate<String> hidden, String body) {
    Row(Predicate<String> may) {
      this(may, _ -> false, null);
    }

    Row with(String json) {
      return new Row(may, hidden, json);
    }

    Row hiddenFrom(Predicate<String> roles) {
      return new Row(may, roles, body);
    }
  }

  private final Map<String, Who> roles = new LinkedHashMap<>();

  private static Row read() {
    return new Row(role -> ALL_PEOPLE.contains(role) || role.endsWith("key read"));
  }

  private static Row readClosed() {
    return new Row(
            role -> OWN.contains(role) || SEE_ALL.contains(role) || role.equals("own key read"))
        .hiddenFrom(PermissionMatrixIT::isForeign);
  }

  private static Row change() {
    return new Row(
        Set.of("own member", "own owner", "administrator", "own key register")::contains);
  }

  private static Row changeClosed() {
    return change().hiddenFrom(PermissionMatrixIT::isForeign);
  }

  private static boolean isForeign(String role) {
    return role.startsWith("foreign") || role.equals("relay");
  }

  private static Row mesh() {
    return new Row(Set.of("operator", "administrator")::contains);
  }

  private static Row owner() {
    return new Row(Set.of("own owner", "administrator")::contains);
  }

  private static Row grant() {
    return new Row(Set.of("own owner", "administrator", "own key approve")::contains);
  }

  private static Row keys() {
    return new Row(Set.of("own member", "own owner", "administrator")::contains);
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    addKinds(rows);
    addSubscriptions(rows);
    addEventTypes(rows);
    addTheRest(rows);
    return rows;
  }

  private static void addKinds(Map<String, Row> rows) {
    for (String kind :
        List.of("Team", "Application", "Region", "Broker", "EventType", "Publication")) {
      rows.put("list" + kind + "s", read());
      rows.put("get" + kind, read());
      Row change =
          switch (kind) {
            case "Team" -> owner();
            case "Region", "Broker" -> mesh();
            default -> change();
          };
      rows.put("put" + kind, change);
      rows.put("retire" + kind, change);
      rows.put("restore" + kind, kind.equals("Team") ? owner() : change);
    }
    rows.put("retireTeam", new Row("administrator"::equals));
    for (String kind : List.of("Team", "Application", "EventType", "Publication")) {
      rows.put("takeOver" + kind, owner().with("{\"set\":null}"));
    }
    for (String kind : List.of("Region", "Broker")) {
      rows.put("takeOver" + kind, new Row("administrator"::equals).with("{\"set\":null}"));
    }
  }

  private static void addSubscriptions(Map<String, Row> rows) {
    rows.put(
        "takeOverSubscription",
        owner().with("{\"set\":null}").hiddenFrom(PermissionMatrixIT::isForeign));
    rows.put("listSubscriptions", read());
    rows.put("getSubscription", readClosed());
    rows.put("putSubscription", change());
    rows.put("retireSubscription", changeClosed());
    rows.put("restoreSubscription", changeClosed());
    rows.put("pauseSubscription", changeClosed());
    rows.put("resumeSubscription", changeClosed());
    rows.put("listGrantsOfSubscription", readClosed());
    rows.put("listGrantsOfEventType", read());
    rows.put("listPendingGrants", read());
    rows.put("approveGrant", grant());
    rows.put("rejectGrant", grant());
    rows.put("revokeGrant", grant());
  }

  private static void addEventTypes(Map<String, Row> rows) {
    rows.put("transferEventType", owner().with("{\"team\":\"shop\"}"));
    rows.put("acceptTransfer", owner());
    rows.put("declineTransfer", owner());
    rows.put("withdrawTransfer", owner());
    rows.put("listTransfers", read());
    rows.put("exportCatalog", read());
    rows.put("compareRevisions", read());
    String schema = "{\"format\":\"json-schema\",\"definition\":%s}".formatted(Samples.SCHEMA);
    rows.put("addSchema", change().with(schema));
    rows.put("checkSchema", change().with(schema));
    rows.put("listSchemas", read());
    rows.put("getSchema", read());
    rows.put("promoteEventType", owner().with("{\"environment\":\"dev\"}"));
    rows.put("listPromotions", read());
  }

  private static void addTheRest(Map<String, Row> rows) {
    rows.put("listKeys", keys());
    rows.put("issueKey", keys().with("{\"label\":\"x\",\"scopes\":[]}"));
    rows.put("revokeKey", keys());
    rows.put("getMe", new Row(_ -> true));
    rows.put("listAudit", new Row(role -> ALL_PEOPLE.contains(role) || role.endsWith("key read")));
    rows.put("applyDocuments", change().with(Samples.eventType("shop.matrix", "shop", "")));
    rows.put("listRevisions", read());
    rows.put("getRevision", read());
    rows.put("testPattern", read().with("{\"pattern\":{\"a\":[1]},\"event\":{}}"));
    rows.put("listLinks", read());
    rows.put("getLink", read());
    rows.put("listInstances", read());
    rows.put("getSeries", read());
    rows.put(
        "postReport",
        new Row("relay"::equals)
            .with(
                """
                {"instance":"123e4567-e89b-12d3-a456-426614174000","host":"h","region":"eu",
                "startedAt":"2026-01-01T00:00:00Z","at":"2026-01-01T00:00:00Z",
                "manifestRevision":1,"links":[]}"""));
  }

  private void world() {
    Map<String, String> documents = new LinkedHashMap<>();
    documents.put("/api/v1/teams/shop", Samples.team("shop"));
    documents.put("/api/v1/teams/books", Samples.team("books"));
    documents.put("/api/v1/regions/eu", Samples.region("eu", ""));
    documents.put("/api/v1/brokers/memory-eu", Samples.broker("memory-eu", "eu"));
    documents.put("/api/v1/applications/matrix", Samples.application("matrix", "shop"));
    documents.put("/api/v1/applications/matrix-b", Samples.application("matrix-b", "books"));
    documents.put("/api/v1/event-types/shop.matrix", Samples.eventType("shop.matrix", "shop", ""));
    documents.put(
        "/api/v1/publications/matrix",
        Samples.publication("matrix", "shop", "matrix", "shop.matrix", "memory-eu"));
    documents.put(
        "/api/v1/subscriptions/matrix",
        Samples.subscription("matrix", "shop", "matrix", "shop.matrix", "memory-eu", ""));
    documents.forEach(
        (path, body) -> assertThat(put(Who.ADMIN, path, body).status()).as(path).isIn(200, 201));
    roles.put("nobody", Who.NOBODY);
    for (String role : List.of("reader", "member", "owner")) {
      roles.put("foreign " + role, person("foreign-" + role, "books:" + role));
      roles.put("own " + role, person("own-" + role, "shop:" + role));
    }
    for (String role : List.of("operator", "auditor", "administrator")) {
      roles.put(role, role(role));
    }
    for (String scope :
        List.of("read", "register", "approve", "plan", "apply", "publish", "registry")) {
      roles.put("own key " + scope, issue("matrix", scope));
      roles.put("foreign key " + scope, issue("matrix-b", scope));
    }
    roles.put("relay", Who.RELAY);
  }

  private Who issue(String application, String scope) {
    Answer key =
        post(
            Who.ADMIN,
            "/api/v1/applications/%s/keys".formatted(application),
            "{\"label\":\"matrix\",\"scopes\":[\"%s\"]}".formatted(scope));
    assertThat(key.status()).as(key.body()).isEqualTo(201);
    return Who.key(key.json().path("secret").asString());
  }

  @Test
  void everyOperationAnswersEveryRoleAsThePermissionTableSays() {
    world();
    Map<String, Row> rows = rows();
    List<String> wrong = new ArrayList<>();
    for (Operations operation : Operations.of(get(Who.NOBODY, "/v3/api-docs").json())) {
      Row row = rows.remove(operation.id());
      if (row == null) {
        wrong.add(operation.id() + " has no row");
        continue;
      }
      for (Map.Entry<String, Who> role : roles.entrySet()) {
        tryKnown(operation, row, role.getKey(), role.getValue(), wrong);
        tryUnknown(operation, row, role.getKey(), role.getValue(), wrong);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(rows).as("rows without an operation").isEmpty();
  }

  private void tryKnown(Operations operation, Row row, String role, Who who, List<String> wrong) {
    Answer answer = call(operation, row, who, false);
    int status = answer.status();
    boolean right;
    if (role.equals("nobody")) {
      right = status == 401;
    } else if (row.may().test(role)) {
      right = status != 401 && status != 403 && (status != 404 || expectsNoThing(operation));
      right &= status < 500;
    } else {
      right = status == (row.hidden().test(role) ? 404 : 403);
    }
    if (!right) {
      wrong.add("%s as %s: %d %s".formatted(operation.id(), role, status, answer.body()));
    }
  }

  private void tryUnknown(Operations operation, Row row, String role, Who who, List<String> wrong) {
    if (!operation.path().contains("{") || operation.id().equals("postReport")) {
      return;
    }
    Answer answer = call(operation, row, who, true);
    int status = answer.status();
    boolean right =
        role.equals("nobody")
            ? status == 401
            : status == 403 || status == 404 || status == 412 || status == 422;
    if (!right) {
      wrong.add("%s unknown as %s: %d %s".formatted(operation.id(), role, status, answer.body()));
    }
  }

  /** An unknown key, link or offer: allowed, and there is none. */
  private static boolean expectsNoThing(Operations operation) {
    return operation.path().endsWith("-transfer")
        || operation.id().equals("revokeKey")
        || operation.id().equals("getLink");
  }

  private Answer call(Operations operation, Row row, Who who, boolean unknown) {
    String name = unknown ? "nope" : name(operation.path());
    String path =
        operation
            .path()
            .replace("{name}", name)
            .replace("{eventType}", unknown ? "nope" : "shop.matrix")
            .replace("{region}", unknown ? "nope" : "eu")
            .replace("{id}", "123e4567-e89b-12d3-a456-426614174000")
            .replace("{version}", unknown ? "99" : "1")
            .replace("{revision}", unknown ? "99999999" : "latest")
            .replace("{other}", "latest");
    if (operation.id().equals("getSeries")) {
      path += "?metric=lag-events";
    }
    if (operation.id().equals("listPromotions")) {
      path += "?from=dev&to=dev";
    }
    return switch (operation.method()) {
      case "PUT" -> put(who, path, document(operation, name), "If-Match", "\"0\"");
      case "DELETE" ->
          operation.id().equals("revokeKey")
              ? send(who, "DELETE", path, null)
              : send(who, "DELETE", path, null, "If-Match", "\"0\"");
      case "POST" -> post(who, path, row.body());
      default -> get(who, path);
    };
  }

  private static String name(String path) {
    return path.contains("/teams/")
        ? "shop"
        : path.contains("/regions/")
            ? "eu"
            : path.contains("/brokers/")
                ? "memory-eu"
                : path.contains("/event-types/") ? "shop.matrix" : "matrix";
  }

  private static String document(Operations operation, String name) {
    return switch (operation.id()) {
      case "putTeam" -> Samples.team(name);
      case "putRegion" -> Samples.region(name, "");
      case "putBroker" -> Samples.broker(name, "eu");
      case "putApplication" -> Samples.application(name, "shop");
      case "putEventType" -> Samples.eventType(name, "shop", "");
      case "putPublication" ->
          Samples.publication(name, "shop", "matrix", "shop.matrix", "memory-eu");
      default -> Samples.subscription(name, "shop", "matrix", "shop.matrix", "memory-eu", "");
    };
  }
}
