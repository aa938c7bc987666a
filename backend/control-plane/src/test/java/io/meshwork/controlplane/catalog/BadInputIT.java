package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every bad input gets one message that names the thing and the place; nothing is half done. */
class BadInputIT extends ServerFixture {
  private static final Who OWNER = person("olga", "shop:owner");
  private static final String TYPE = "/api/v1/event-types/shop.bad";

  @BeforeEach
  void world() {
    put(Who.ADMIN, "/api/v1/teams/shop", Samples.team("shop"));
    put(Who.ADMIN, "/api/v1/regions/eu", Samples.region("eu", ""));
    put(Who.ADMIN, "/api/v1/brokers/memory-eu", Samples.broker("memory-eu", "eu"));
    put(OWNER, "/api/v1/applications/shop-app", Samples.application("shop-app", "shop"));
  }

  private void refused(Answer answer, int status, String code, String... texts) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    for (String text : texts) {
      assertThat(answer.body()).contains(text);
    }
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("select ");
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  private Answer putType(String body) {
    Answer answer = put(OWNER, TYPE, body);
    assertThat(get(OWNER, TYPE).status()).isEqualTo(404);
    return answer;
  }

  private static String type(String more) {
    return Samples.eventType("shop.bad", "shop", more);
  }

  @Test
  void documentsThatAreNotWellFormed() {
    refused(putType("{\"apiVersion\":"), 400, "MALFORMED_DOCUMENT", "Line 1", "column");
    refused(
        putType(type("").replace("{\"schema\"", "{\"schema\":1,\"schema\"")),
        400,
        "MALFORMED_DOCUMENT",
        "schema");
    refused(putType("a: &x 1\nb: *x\n"), 400, "MALFORMED_DOCUMENT", "anchors");
    refused(putType("a: !!python/object 1\n"), 400, "MALFORMED_DOCUMENT", "tag");
    refused(putType("[]"), 400, "MALFORMED_DOCUMENT", "0 documents");
  }

  @Test
  void documentsThatAreNotWhatTheKindDeclares() {
    refused(putType(type(",\"partitons\":3")), 422, "INVALID_DOCUMENT", "/spec/partitons");
    refused(putType(type(",\"partitions\":\"many\"")), 422, "INVALID_DOCUMENT", "whole number");
    refused(putType(type(",\"partitions\":0")), 422, "INVALID_DOCUMENT", "1 and 1000");
    refused(putType(type("").replace("shop.bad", "Shop Bad")), 422, "INVALID_DOCUMENT", "a-z");
    refused(
        putType(type("").replace("shop.bad", "shop.other")), 422, "INVALID_DOCUMENT", "address");
  }

  @Test
  void eventTypesThatCannotHold() {
    refused(
        putType(type("").replace("\"type\":\"object\"", "\"type\":\"objekt\"")),
        422,
        "INVALID_RESOURCE",
        "/spec/schema/definition");
    refused(
        putType(type(",\"examples\":[{\"total\":1}]")),
        422,
        "INVALID_RESOURCE",
        "/spec/examples/0",
        "orderId");
    refused(putType(type(",\"key\":\"orderId\"")), 422, "INVALID_RESOURCE", "JSON pointer");
    refused(putType(type(",\"key\":\"/nope\"")), 422, "INVALID_RESOURCE", "does not declare");
    refused(putType(type(",\"pins\":{\"prod\":2}")), 422, "INVALID_RESOURCE", "/spec/pins/prod");
    refused(
        putType(type(",\"successorOf\":\"shop.never\"")),
        422,
        "INVALID_RESOURCE",
        "does not exist");
  }

  @Test
  void brokersThatCannotHold() {
    String broker = Samples.broker("bad-broker", "eu");

    refused(
        put(
            Who.ADMIN,
            "/api/v1/brokers/bad-broker",
            broker.replace("memory\"", "carrier-pigeon\"")),
        422,
        "INVALID_RESOURCE",
        "/spec/transport",
        "carrier-pigeon");
    Answer planted =
        put(
            Who.ADMIN,
            "/api/v1/brokers/bad-broker",
            broker.replace("{\"broker\"", "{\"secret\":\"hunter2-planted\",\"broker\""));
    refused(planted, 422, "INVALID_RESOURCE", "/spec/settings/secret", "env:NAME");
    assertThat(planted.body()).doesNotContain("hunter2-planted");
    refused(
        put(Who.ADMIN, "/api/v1/brokers/bad-broker", broker.replace("\"eu\"", "\"mars\"")),
        422,
        "INVALID_RESOURCE",
        "Region 'mars' does not exist");
  }

  @Test
  void subscriptionsThatCannotHold() {
    put(OWNER, "/api/v1/event-types/shop.good", Samples.eventType("shop.good", "shop", ""));
    String path = "/api/v1/subscriptions/bad-sub";
    String filter = ",\"filter\":{\"data\":{\"total\":[{\"numeric\":[\"~\",1]}]}}";

    refused(
        put(OWNER, path, subscription("shop.good", filter)),
        422,
        "INVALID_RESOURCE",
        "/spec/filter");
    String transform =
        ",\"transform\":{\"/id\":\"/order/id\",\"/id/x\":\"/total\",\"/n\":\"total\"}";
    refused(
        put(OWNER, path, subscription("shop.good", transform)),
        422,
        "INVALID_RESOURCE",
        "/spec/transform/~1id~1x",
        "'total' is no JSON pointer",
        "exclude each other");
    refused(
        put(OWNER, path, subscription("shop.good", ",\"transform\":[]")),
        422,
        "INVALID_RESOURCE",
        "/spec/transform",
        "A transform is a JSON object");
    refused(
        put(OWNER, path, subscription("shop.unknown", "")),
        422,
        "INVALID_RESOURCE",
        "Event type 'shop.unknown' does not exist");
    refused(
        put(OWNER, path, subscription("shop.good", ",\"delivery\":\"effectively-once\"")),
        422,
        "INVALID_RESOURCE",
        "at most 'at-least-once'");
    refused(
        put(OWNER, path, subscription("shop.good", ",\"reads\":[\"total\"]")),
        422,
        "INVALID_RESOURCE",
        "/spec/reads/0");
  }

  private static String subscription(String type, String more) {
    return Samples.subscription("bad-sub", "shop", "shop-app", type, "memory-eu", more);
  }

  @Test
  void requestsThatHttpAloneRefuses() {
    refused(get(OWNER, "/api/v1/nothing"), 404, "UNKNOWN_PATH", "/v3/api-docs");
    refused(send(OWNER, "PATCH", TYPE, null), 405, "METHOD_NOT_ALLOWED", "PATCH");
    refused(
        send(OWNER, "GET", "/api/v1/teams", null, "Accept", "image/png"), 406, "NOT_ACCEPTABLE");
    refused(
        put(OWNER, TYPE, "x", "Content-Type", "image/png"), 415, "UNSUPPORTED_MEDIA_TYPE", "png");
    refused(
        post(OWNER, "/api/v1/apply", "{\"a\":\"" + "x".repeat(5 << 20) + "\"}"),
        413,
        "BODY_TOO_LARGE",
        "4 MiB");
    refused(
        post(OWNER, "/api/v1/apply", "---\n{}\n".repeat(10_001)),
        400,
        "MALFORMED_DOCUMENT",
        "10000");
    refused(get(OWNER, "/api/v1/teams?limit=0"), 400, "INVALID_QUERY", "1 and 500");
    refused(get(OWNER, "/api/v1/teams?limit=ten"), 400, "MALFORMED_REQUEST", "whole number");
    refused(get(OWNER, "/api/v1/teams?cursor=!!"), 400, "INVALID_CURSOR", "cursor");
    refused(get(OWNER, "/api/v1/teams/NOT%20A%20NAME"), 400, "INVALID_NAME", "a-z");
  }

  @Test
  void parametersThatAreNotKnownAreRefusedBeforeAnythingIsDone() {
    String team =
        "{apiVersion: mesh/v1, kind: Team, metadata: {name: misspelt}, spec: {members: []}}";

    refused(
        post(Who.ADMIN, "/api/v1/apply?dryrun=true", team),
        400,
        "MALFORMED_REQUEST",
        "'dryrun' is not known",
        "dryRun, prune");

    assertThat(get(Who.ADMIN, "/api/v1/teams/misspelt").status()).isEqualTo(404);
    refused(get(OWNER, "/api/v1/teams?size=5"), 400, "MALFORMED_REQUEST", "limit");
    refused(get(OWNER, "/api/v1/me?verbose=1"), 400, "MALFORMED_REQUEST", "there are none");
    assertThat(get(OWNER, "/api/v1/audit?team=shop&limit=1").status()).isEqualTo(200);
  }

  @Test
  void bodiesOfActionsSayLineAndColumn() {
    String keys = "/api/v1/applications/shop-app/keys";

    refused(post(OWNER, keys, "{\n \"label\": }"), 400, "MALFORMED_REQUEST", "Line 2, column");
    refused(
        post(OWNER, keys, "{\"label\":\"x\",\"scopes\":[],\"nope\":1}"),
        400,
        "MALFORMED_REQUEST",
        "nope");
    refused(post(OWNER, keys, "{}"), 400, "MALFORMED_REQUEST", "required", "scopes");
    refused(post(OWNER, keys, "{\"scopes\":[]}"), 422, "INVALID_DOCUMENT", "/label");
    refused(
        post(OWNER, keys, "{\"label\":\"a\",\"label\":\"b\"}"), 400, "MALFORMED_REQUEST", "label");
    refused(
        post(OWNER, "/api/v1/patterns:test", "{\"pattern\":{\"a\":\n 1},\"event\":{}}"),
        422,
        "INVALID_PATTERN",
        "line 2");
    refused(
        post(OWNER, "/api/v1/patterns:test", "{\"pattern\":{\"a\":[1]}}"),
        422,
        "INVALID_DOCUMENT",
        "event");
    assertThat(
            post(OWNER, "/api/v1/patterns:test", "{\"pattern\":{\"a\":[1]},\"event\":{\"a\":1}}")
                .body())
        .isEqualTo("{\"matches\":true}");
  }

  @Test
  void changesThatWouldLoseEvents() {
    put(OWNER, "/api/v1/event-types/shop.wide", Samples.eventType("shop.wide", "shop", ""));

    refused(
        put(
            OWNER,
            "/api/v1/event-types/shop.wide",
            Samples.eventType("shop.wide", "shop", ",\"partitions\":3")),
        422,
        "INVALID_RESOURCE",
        "cannot decrease from 6 to 3");
    refused(
        put(
            Who.ADMIN,
            "/api/v1/event-types/shop.wide",
            Samples.eventType("shop.wide", "books", "")),
        422,
        "INVALID_RESOURCE",
        ":transfer");
    refused(
        put(
            OWNER,
            "/api/v1/event-types/shop.wide",
            Samples.eventType("shop.wide", "shop", ",\"title\":\"x\""),
            "If-Match",
            "\"1\""),
        412,
        "PRECONDITION_FAILED",
        "read it again");
    refused(
        put(
            OWNER,
            "/api/v1/event-types/shop.wide",
            Samples.eventType("shop.wide", "shop", ""),
            "If-None-Match",
            "*"),
        412,
        "PRECONDITION_FAILED",
        "exists already");
  }
}
