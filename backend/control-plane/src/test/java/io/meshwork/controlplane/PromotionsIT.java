package io.meshwork.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Schema versions move from environment to environment by their owner's word only. */
class PromotionsIT extends ServerFixture {
  private static final Who OWNER = person("olga", "shop:owner");
  private static final Who MEMBER = person("mia", "shop:member");
  private static final Who OTHER = person("bob", "books:owner");
  private static final String SECOND =
      """
      {"format":"json-schema","definition":{"type":"object","properties":{
      "orderId":{"type":"string"},"total":{"type":"number"},"note":{"type":"string"}},"required":["orderId"]}}""";

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String type = "shop.promoted-" + id;
  private final String path = "/api/v1/event-types/" + type;

  @BeforeEach
  void world() {
    put(Who.ADMIN, "/api/v1/teams/shop", Samples.team("shop"));
    put(Who.ADMIN, "/api/v1/teams/books", Samples.team("books"));
    for (String environment : new String[] {"dev", "prod"}) {
      String region = "promo-" + environment;
      put(
          Who.ADMIN,
          "/api/v1/regions/" + region,
          Samples.document(
              "Region",
              region,
              null,
              "{\"jurisdiction\":\"eu\",\"environment\":\"%s\"}".formatted(environment)));
      put(Who.ADMIN, "/api/v1/brokers/" + region, Samples.broker(region, region));
    }
    put(OWNER, "/api/v1/applications/shop-app", Samples.application("shop-app", "shop"));
    put(OTHER, "/api/v1/applications/books-app", Samples.application("books-app", "books"));
    assertThat(put(OWNER, path, Samples.eventType(type, "shop", "")).status()).isEqualTo(201);
    assertThat(post(OWNER, path + "/schemas", SECOND).status()).isEqualTo(201);
    publish("promo-dev");
    subscribe(OTHER, "promo-dev");
  }

  private void publish(String broker) {
    String name = "pub-%s-%s".formatted(broker, id);
    put(
        OWNER,
        "/api/v1/publications/" + name,
        Samples.publication(name, "shop", "shop-app", type, broker));
  }

  private void subscribe(Who who, String broker) {
    String name = "sub-%s-%s".formatted(broker, id);
    put(
        who,
        "/api/v1/subscriptions/" + name,
        Samples.subscription(
            name, "books", "books-app", type, broker, ",\"filter\":{\"source\":[\"a\"]}"));
    post(
        OWNER,
        "/api/v1/subscriptions/%s/grants/%s:approve".formatted(name, type),
        "{\"note\":\"yes\"}");
  }

  private Answer promote(Who who, String body, boolean dryRun) {
    return post(who, path + ":promote" + (dryRun ? "?dryRun=true" : ""), body);
  }

  private JsonNode pins() {
    return get(OWNER, path).json().at("/spec/pins");
  }

  @Test
  void anOwnerPinsAVersionAndTheEnvironmentIsToldIt() {
    Answer dry = promote(OWNER, "{\"environment\":\"prod\",\"version\":1,\"lower\":true}", true);
    assertThat(dry.status()).as(dry.body()).isEqualTo(200);
    assertThat(dry.json().path("dryRun").asBoolean()).isTrue();
    assertThat(pins().isEmpty()).isTrue();

    Answer first = promote(OWNER, "{\"environment\":\"prod\",\"version\":1,\"lower\":true}", false);

    assertThat(first.json().path("after").asInt()).isEqualTo(1);
    assertThat(first.json().path("lowers").asBoolean()).isTrue();
    assertThat(pins().path("prod").asInt()).isEqualTo(1);
    assertThat(told("prod")).isEqualTo(1);
    assertThat(told("dev")).isEqualTo(2);
    assertThat(promote(OWNER, "{\"environment\":\"prod\"}", false).status()).isEqualTo(200);
    assertThat(told("prod")).isEqualTo(2);
    assertThat(get(Who.ADMIN, "/api/v1/audit?limit=5").body()).contains(type);
  }

  private int told(String environment) {
    return get(OTHER, path + "/schemas/pinned?environment=" + environment)
        .json()
        .path("version")
        .asInt();
  }

  @Test
  void neverLowersUnsaid() {
    Answer refused = promote(OWNER, "{\"environment\":\"prod\",\"version\":1}", false);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asString()).isEqualTo("VERSION_LOWERED");
    assertThat(pins().isEmpty()).isTrue();
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThat(promote(OWNER, "{\"environment\":\"moon\"}", false).status()).isEqualTo(422);
    assertThat(promote(OWNER, "{\"environment\":\"prod\",\"version\":9}", false).status())
        .isEqualTo(404);
    assertThat(promote(OWNER, "{\"environment\":\"prod\",\"version\":0}", false).status())
        .isEqualTo(404);
    assertThat(promote(OWNER, "{\"version\":1}", false).status()).isEqualTo(422);
    assertThat(promote(OWNER, "{\"environment\":\"prod\",\"versio\":1}", false).status())
        .isBetween(400, 422);
    assertThat(get(OWNER, "/api/v1/promotions?from=dev&to=moon").status()).isEqualTo(422);
    assertThat(pins().isEmpty()).isTrue();
  }

  @Test
  void forgedPromotionsAreRefused() {
    String body = "{\"environment\":\"prod\",\"version\":2}";

    assertThat(promote(OTHER, body, false).status()).isEqualTo(403);
    assertThat(promote(MEMBER, body, false).status()).isEqualTo(403);
    assertThat(promote(Who.NOBODY, body, false).status()).isEqualTo(401);
    assertThat(promote(OTHER, body, true).status()).isEqualTo(403);
    assertThat(pins().isEmpty()).isTrue();
  }

  @Test
  void showsWhatRunsInOneEnvironmentAndNotInTheOther() {
    String baseline = get(OTHER, "/api/v1/promotions?from=dev&to=prod").body();
    assertThat(baseline)
        .contains("\"EventType\"", type, "pub-promo-dev-" + id, "sub-promo-dev-" + id);

    publish("promo-prod");
    promote(OWNER, "{\"environment\":\"prod\",\"version\":1,\"lower\":true}", false);

    JsonNode differences =
        get(OTHER, "/api/v1/promotions?from=dev&to=prod").json().path("differences");
    boolean version = false;
    for (JsonNode each : differences) {
      assertThat(each.path("name").asString()).isNotEqualTo("pub-promo-dev-" + id);
      if (each.path("name").asString().equals(type)) {
        assertThat(each.path("aspect").asString()).isEqualTo("version");
        assertThat(each.path("inFrom").asString()).isEqualTo("2");
        assertThat(each.path("inTo").asString()).isEqualTo("1");
        version = true;
      }
    }
    assertThat(version).isTrue();
  }

  @Test
  void hidesOtherTeamsSubscriptions() {
    Who stranger = person("stan", "toys:owner");
    put(Who.ADMIN, "/api/v1/teams/toys", Samples.team("toys"));

    assertThat(get(stranger, "/api/v1/promotions?from=dev&to=prod").body())
        .contains(type)
        .doesNotContain("sub-promo-dev-" + id);
  }
}
