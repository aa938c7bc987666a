package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class GrantsIT extends ServerFixture {
  private static final Who SHOP = person("olga", "shop:owner");
  private static final Who BOOKS = person("bob", "books:owner");
  private static final Who TOYS = person("tom", "toys:owner");

  @Autowired Catalog catalog;
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String type = "shop.order-" + id;
  private final String subscription = "books-" + id;

  @BeforeEach
  void world() {
    for (String team : new String[] {"shop", "books", "toys"}) {
      put(Who.ADMIN, "/api/v1/teams/" + team, Samples.team(team));
    }
    put(Who.ADMIN, "/api/v1/regions/eu", Samples.region("eu", ""));
    put(Who.ADMIN, "/api/v1/brokers/memory-eu", Samples.broker("memory-eu", "eu"));
    put(BOOKS, "/api/v1/applications/books-app", Samples.application("books-app", "books"));
    put(SHOP, "/api/v1/applications/shop-app", Samples.application("shop-app", "shop"));
  }

  private void register(String more) {
    Answer answer = put(SHOP, "/api/v1/event-types/" + type, Samples.eventType(type, "shop", more));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private Answer subscribe(String selector, String more) {
    Answer answer =
        put(
            BOOKS,
            "/api/v1/subscriptions/" + subscription,
            Samples.subscription(subscription, "books", "books-app", selector, "memory-eu", more));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer;
  }

  private String answer(Who who, String verb) {
    Answer answer =
        post(
            who,
            "/api/v1/subscriptions/%s/grants/%s:%s".formatted(subscription, type, verb),
            "{\"note\":\"so be it\"}");
    return answer.status() == 200
        ? answer.json().at("/grant/state").asString()
        : Integer.toString(answer.status());
  }

  private GrantState state() {
    Revision newest = catalog.currentRevision();
    CatalogSnapshot snapshot = catalog.snapshot(newest);
    var grant =
        snapshot
            .grants()
            .get(new GrantKey(new SubscriptionName(subscription), new EventTypeName(type)));
    return grant == null ? null : grant.state();
  }

  @Test
  void anOwnerAnswersAndTakesBack() {
    register("");
    Answer asked = subscribe(type, "");
    assertThat(asked.json().at("/status/state").asString()).isEqualTo("requested");
    assertThat(get(SHOP, "/api/v1/grants").body()).contains(subscription);
    assertThat(get(BOOKS, "/api/v1/grants").body()).doesNotContain(subscription);
    assertThat(answer(BOOKS, "approve")).isEqualTo("403");
    assertThat(answer(TOYS, "approve")).isEqualTo("403");

    assertThat(answer(SHOP, "approve")).isEqualTo("approved");

    assertThat(
            get(BOOKS, "/api/v1/subscriptions/" + subscription)
                .json()
                .at("/status/state")
                .asString())
        .isEqualTo("approved");
    assertThat(answer(SHOP, "reject")).isEqualTo("409");
    assertThat(answer(SHOP, "revoke")).isEqualTo("revoked");
    assertThat(state()).isEqualTo(GrantState.REVOKED);
    subscribe(type, "");
    assertThat(state()).isEqualTo(GrantState.REVOKED);
    assertThat(get(SHOP, "/api/v1/audit?kind=Grant").body()).contains(subscription, "revoke");
  }

  @Test
  void anOpenTypeIsGrantedAtOnceAndAnotherFilterAsksAgainElsewhere() {
    register(",\"access\":\"open\"");
    subscribe(type, "");
    assertThat(state()).isEqualTo(GrantState.APPROVED);

    register(",\"access\":\"approval\"");
    subscribe(type, ",\"filter\":{\"data\":{\"total\":[1]}}");
    assertThat(state()).as("granted for everything").isEqualTo(GrantState.APPROVED);
  }

  @Test
  void aFilterThatDiffersFromTheGrantedOneAsksAgain() {
    register("");
    subscribe(type, ",\"filter\":{\"data\":{\"total\":[1]}}");
    answer(SHOP, "approve");
    subscribe(type, ",\"filter\":{\"data\": {\"total\": [ 1 ]}}");
    assertThat(state()).isEqualTo(GrantState.APPROVED);

    subscribe(type, ",\"filter\":{\"data\":{\"total\":[1,2]}}");

    assertThat(state()).isEqualTo(GrantState.PENDING);
  }

  @Test
  void anApproverApprovesWhatTheySawAndNothingElse() {
    register("");
    String seen = subscribe(type, ",\"filter\":{\"data\":{\"total\":[1]}}").etag();
    assertThat(get(SHOP, "/api/v1/grants").body()).contains(seen.replace("\"", "\\\""));
    String now = subscribe(type, "").etag();

    Answer stale = approve(seen);

    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().path("detail").asString())
        .contains("'" + subscription + "' was changed", now, seen, "read it again");
    assertThat(state()).isEqualTo(GrantState.PENDING);
    assertThat(approve(now).status()).isEqualTo(200);
    assertThat(state()).isEqualTo(GrantState.APPROVED);
  }

  private Answer approve(String seen) {
    return post(
        SHOP,
        "/api/v1/subscriptions/%s/grants/%s:approve".formatted(subscription, type),
        "{}",
        "If-Match",
        seen);
  }

  @Test
  void aPatternGetsOnlyWhatIsGrantedAndANewMatchAsks() {
    subscribe("shop.order-" + id + "*", "");
    assertThat(state()).isNull();

    register("");

    assertThat(state()).isEqualTo(GrantState.PENDING);
  }

  @Test
  void whatIsPrivateLooksAsIfItDidNotExist() {
    register(",\"visibility\":\"private\"");

    Answer read = get(BOOKS, "/api/v1/event-types/" + type);
    Answer unknown = get(BOOKS, "/api/v1/event-types/" + type + "x");

    assertThat(read.status()).isEqualTo(404);
    assertThat(read.json().path("detail").asString().replace(type, "T"))
        .isEqualTo(unknown.json().path("detail").asString().replace(type + "x", "T"));
    assertThat(get(BOOKS, "/api/v1/event-types?q=" + type).body()).doesNotContain(type + "\"");
    assertThat(get(BOOKS, "/api/v1/event-types/%s/schemas".formatted(type)).status())
        .isEqualTo(404);
  }

  @Test
  void aTypeWithReadersIsNotRetiredAndARetiredNameIsRestored() {
    register("");
    subscribe(type, "");
    answer(SHOP, "approve");
    Answer refused = send(SHOP, "DELETE", "/api/v1/event-types/" + type, null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).contains(subscription);

    assertThat(send(BOOKS, "DELETE", "/api/v1/subscriptions/" + subscription, null).status())
        .isEqualTo(204);
    assertThat(send(SHOP, "DELETE", "/api/v1/event-types/" + type, null).status()).isEqualTo(204);

    assertThat(get(SHOP, "/api/v1/event-types/" + type).status()).isEqualTo(404);
    Answer reserved =
        put(
            SHOP,
            "/api/v1/event-types/" + type,
            Samples.eventType(type, "shop", ",\"title\":\"n\""));
    assertThat(reserved.code()).isEqualTo("NAME_RESERVED");
    assertThat(post(SHOP, "/api/v1/event-types/%s:restore".formatted(type), null).status())
        .isEqualTo(200);
  }

  @Test
  void anApprovalEndsAtItsTime() {
    register("");
    subscribe(type, "");
    GrantKey key = new GrantKey(new SubscriptionName(subscription), new EventTypeName(type));
    Instant soon = Instant.now().plusMillis(300);
    grants.approve(Actor.mesh(), key, new Verdict(null, soon));

    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> {
              stored.expire();
              assertThat(state()).isEqualTo(GrantState.EXPIRED);
            });
  }

  @Autowired Grants grants;
  @Autowired StoredGrants stored;

  @Test
  void pausingAndTransferringAreChanges() {
    register("");
    subscribe(type, "");

    Answer paused = post(BOOKS, "/api/v1/subscriptions/%s:pause".formatted(subscription), null);
    assertThat(paused.json().at("/status/state").asString()).isEqualTo("paused");
    assertThat(
            post(BOOKS, "/api/v1/subscriptions/%s:resume".formatted(subscription), null)
                .json()
                .at("/spec/life")
                .asString())
        .isEqualTo("running");
    assertThat(
            post(SHOP, "/api/v1/event-types/%s:transfer".formatted(type), "{\"team\":\"toys\"}")
                .status())
        .isEqualTo(202);
    Answer moved =
        post(Who.ADMIN, "/api/v1/event-types/%s:transfer".formatted(type), "{\"team\":\"toys\"}");
    assertThat(moved.json().path("state").asString()).isEqualTo("accepted");
  }
}
