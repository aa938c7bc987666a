package io.meshwork.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a team may not know of cannot be found out by forged requests: every one of them is answered
 * as for a name that nobody ever used, and a name that is taken says no more than a reserved one.
 */
class HiddenNamesIT extends ServerFixture {
  private static final Who OWNER = person("olga", "vault:owner");
  private static final Who STRANGER = person("stan", "street:owner");
  private static final String TYPE = "/api/v1/event-types/";
  private static final String SUBSCRIPTION = "/api/v1/subscriptions/";
  private static final String PUBLICATION = "/api/v1/publications/";
  private static final String SECRET = "vault.hidden";
  private static final String UNKNOWN = "vault.nobody";

  private final Map<String, Who> callers = new LinkedHashMap<>();

  @BeforeEach
  void world() {
    made(Who.ADMIN, "/api/v1/teams/vault", Samples.team("vault"));
    made(Who.ADMIN, "/api/v1/teams/street", Samples.team("street"));
    made(Who.ADMIN, "/api/v1/regions/eu", Samples.region("eu", ""));
    made(Who.ADMIN, "/api/v1/brokers/vault-mem", Samples.broker("vault-mem", "eu"));
    made(OWNER, "/api/v1/applications/vault-app", Samples.application("vault-app", "vault"));
    made(STRANGER, "/api/v1/applications/street-app", Samples.application("street-app", "street"));
    made(OWNER, TYPE + SECRET, type(SECRET, "vault", ",\"visibility\":\"private\""));
    made(OWNER, PUBLICATION + SECRET, publication(SECRET, "vault", "vault-app", SECRET));
    made(OWNER, SUBSCRIPTION + SECRET, subscription(SECRET, "vault", "vault-app", SECRET));
    callers.put("owner of another team", STRANGER);
    callers.put("relay", Who.RELAY);
    for (String scope : List.of("read", "register", "approve", "plan", "apply", "publish")) {
      Answer key =
          post(
              STRANGER,
              "/api/v1/applications/street-app/keys",
              "{\"label\":\"k\",\"scopes\":[\"%s\"]}".formatted(scope));
      callers.put("key that may " + scope, Who.key(key.json().path("secret").asString()));
    }
  }

  private void made(Who who, String path, String body) {
    Answer answer = put(who, path, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private static String type(String name, String team, String more) {
    return Samples.eventType(name, team, more);
  }

  private static String publication(String name, String team, String application, String type) {
    return Samples.publication(name, team, application, type, "vault-mem");
  }

  private static String subscription(String name, String team, String application, String type) {
    return Samples.subscription(name, team, application, type, "vault-mem", "");
  }

  /** Requests by caller and name that must not tell a hidden name from an unknown one. */
  private Map<String, BiFunction<Who, String, Answer>> requests() {
    Map<String, BiFunction<Who, String, Answer>> all = new LinkedHashMap<>();
    for (String kind : List.of(TYPE, SUBSCRIPTION, PUBLICATION)) {
      all.put("GET " + kind, (who, name) -> get(who, kind + name));
      all.put("DELETE " + kind, (who, name) -> send(who, "DELETE", kind + name, null));
      all.put(
          "DELETE stale " + kind,
          (who, name) -> send(who, "DELETE", kind + name, null, "If-Match", "\"1\""));
      all.put("restore " + kind, (who, name) -> post(who, kind + name + ":restore", null));
      all.put(
          "take over " + kind,
          (who, name) -> post(who, kind + name + ":take-over", "{\"set\":\"mine\"}"));
    }
    all.put(
        "PUT stale",
        (who, name) -> put(who, TYPE + name, type(name, "street", ""), "If-Match", "\"1\""));
    all.put("PUT as its owner's", (who, name) -> put(who, TYPE + name, type(name, "vault", "")));
    all.put(
        "PUT subscription as its owner's",
        (who, name) ->
            put(who, SUBSCRIPTION + name, subscription(name, "vault", "vault-app", SECRET)));
    String schema = "{\"format\":\"json-schema\",\"definition\":%s}".formatted(Samples.SCHEMA);
    all.put("schemas", (who, name) -> get(who, TYPE + name + "/schemas"));
    all.put("schema", (who, name) -> get(who, TYPE + name + "/schemas/latest"));
    all.put("add schema", (who, name) -> post(who, TYPE + name + "/schemas", schema));
    all.put("check schema", (who, name) -> post(who, TYPE + name + "/schemas:check", schema));
    all.put(
        "transfer", (who, name) -> post(who, TYPE + name + ":transfer", "{\"team\":\"street\"}"));
    for (String verb : List.of("accept", "decline", "withdraw")) {
      all.put(
          verb + " transfer",
          (who, name) -> post(who, TYPE + name + ":" + verb + "-transfer", null));
    }
    all.put("grants on", (who, name) -> get(who, TYPE + name + "/grants"));
    all.put("grants of", (who, name) -> get(who, SUBSCRIPTION + name + "/grants"));
    all.put("pause", (who, name) -> post(who, SUBSCRIPTION + name + ":pause", null));
    all.put("resume", (who, name) -> post(who, SUBSCRIPTION + name + ":resume", null));
    for (String verb : List.of("approve", "reject", "revoke")) {
      all.put(
          verb,
          (who, name) -> post(who, SUBSCRIPTION + name + "/grants/" + name + ":" + verb, null));
    }
    return all;
  }

  @Test
  void noRequestTellsAHiddenNameFromOneThatNobodyHas() {
    List<String> told = new ArrayList<>();
    requests()
        .forEach(
            (what, request) ->
                callers.forEach(
                    (caller, who) -> {
                      String hidden = said(request.apply(who, SECRET), SECRET);
                      String unknown = said(request.apply(who, UNKNOWN), UNKNOWN);
                      if (!hidden.equals(unknown)) {
                        told.add("%s as %s: %s but %s".formatted(what, caller, hidden, unknown));
                      }
                    }));

    assertThat(told).isEmpty();
  }

  @Test
  void aTakenHiddenNameSaysNoMoreThanAReservedOne() {
    String reserved = "vault.ended";
    made(OWNER, TYPE + reserved, type(reserved, "vault", ""));
    assertThat(send(OWNER, "DELETE", TYPE + reserved, null).status()).isEqualTo(204);

    Answer taken = put(STRANGER, TYPE + SECRET, type(SECRET, "street", ""));
    Answer kept = put(STRANGER, TYPE + reserved, type(reserved, "street", ""));
    Answer onlyNew = put(STRANGER, TYPE + SECRET, type(SECRET, "street", ""), "If-None-Match", "*");
    Answer applied = post(STRANGER, "/api/v1/apply", type(SECRET, "street", ""));

    assertThat(taken.code()).isEqualTo("NAME_RESERVED");
    assertThat(taken.body()).doesNotContain("'vault'").contains("not available");
    assertThat(said(taken, SECRET)).isEqualTo(said(kept, reserved));
    assertThat(said(onlyNew, SECRET)).isEqualTo(said(taken, SECRET));
    assertThat(applied.json().path("detail").asString())
        .isEqualTo(taken.json().path("detail").asString());
    assertThat(get(OWNER, TYPE + SECRET).json().at("/metadata/team").asString()).isEqualTo("vault");
  }

  private static String said(Answer answer, String name) {
    return answer.status()
        + " "
        + answer
            .body()
            .replace(name, "NAME")
            .replaceAll("\"traceId\":\"[^\"]*\"", "")
            .replaceAll("\"instance\":\"[^\"]*\"", "");
  }
}
