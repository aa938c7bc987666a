package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransfersIT extends ServerFixture {
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String from = "from-" + id;
  private final String to = "to-" + id;
  private final String type = "t-" + id;
  private final Who giver = person("giver-" + id, from + ":owner");
  private final Who taker = person("taker-" + id, to + ":owner");
  private final Who member = person("member-" + id, to + ":member");
  private final Who stranger = person("stranger-" + id, "strangers:owner");

  @BeforeEach
  void declare() {
    Answer answer =
        post(
            Who.ADMIN,
            "/api/v1/apply",
            "# all\n"
                + String.join(
                    "\n---\n",
                    Samples.team(from),
                    Samples.team(to),
                    Samples.eventType(type, from, ",\"visibility\":\"private\"")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer act(Who who, String verb) {
    return post(
        who,
        "/api/v1/event-types/%s:%s".formatted(type, verb),
        verb.equals("transfer") ? "{\"team\":\"%s\"}".formatted(to) : null);
  }

  private String owner() {
    return get(Who.ADMIN, "/api/v1/event-types/" + type).json().at("/metadata/team").asString();
  }

  @Test
  void waitsForTheReceiverAndIsSeenByBoth() {
    Answer offered = act(giver, "transfer");

    assertThat(offered.status()).as(offered.body()).isEqualTo(202);
    assertThat(offered.json().path("state").asString()).isEqualTo("pending");
    assertThat(act(giver, "transfer").status()).isEqualTo(202);
    assertThat(owner()).isEqualTo(from);
    assertThat(get(giver, "/api/v1/transfers").body()).contains(type);
    assertThat(get(member, "/api/v1/transfers").body()).contains(type);
    assertThat(get(stranger, "/api/v1/transfers").body()).doesNotContain(type);
    Answer accepted = act(taker, "accept-transfer");
    assertThat(accepted.json().path("state").asString()).isEqualTo("accepted");
    assertThat(owner()).isEqualTo(to);
    assertThat(get(giver, "/api/v1/transfers").body()).doesNotContain(type);
    assertThat(get(Who.ADMIN, "/api/v1/audit?kind=EventType&name=" + type).body())
        .contains("offer-transfer", "transfer", "giver-" + id, "taker-" + id);
    assertThat(act(taker, "accept-transfer").status()).isEqualTo(404);
  }

  @Test
  void nobodyTakesWhatIsNotOfferedToThem() {
    assertThat(act(taker, "accept-transfer").status()).isEqualTo(404);
    assertThat(act(taker, "transfer").status()).as("what they do not know of").isEqualTo(404);
    act(giver, "transfer");

    assertThat(act(stranger, "accept-transfer").status()).isEqualTo(404);
    assertThat(act(stranger, "decline-transfer").status()).isEqualTo(404);
    assertThat(act(stranger, "withdraw-transfer").status()).isEqualTo(404);
    assertThat(act(member, "accept-transfer").status()).isEqualTo(403);
    assertThat(act(taker, "withdraw-transfer").status()).isEqualTo(404);
    assertThat(act(giver, "accept-transfer").status()).as("by the giver").isEqualTo(404);
    assertThat(act(Who.RELAY, "accept-transfer").status()).isIn(403, 404);
    assertThat(owner()).isEqualTo(from);
    assertThat(
            post(
                    giver,
                    "/api/v1/event-types/%s:transfer".formatted(type),
                    "{\"team\":\"nobody-%s\"}".formatted(id))
                .status())
        .isEqualTo(404);
  }

  @Test
  void isDeclinedOrWithdrawnAndMayBeOfferedAgain() {
    act(giver, "transfer");
    assertThat(act(taker, "decline-transfer").json().path("state").asString())
        .isEqualTo("declined");
    assertThat(act(taker, "accept-transfer").status()).isEqualTo(404);

    act(giver, "transfer");
    assertThat(
            post(giver, "/api/v1/event-types/%s:transfer".formatted(type), "{\"team\":\"books\"}")
                .status())
        .isIn(404, 409);
    assertThat(act(giver, "withdraw-transfer").json().path("state").asString())
        .isEqualTo("withdrawn");
    assertThat(act(taker, "accept-transfer").status()).isEqualTo(404);
    assertThat(owner()).isEqualTo(from);
  }

  @Test
  void anOfferEndsWithWhatItIsAbout() {
    act(giver, "transfer");
    send(giver, "DELETE", "/api/v1/event-types/" + type, null);

    assertThat(act(taker, "accept-transfer").status()).isEqualTo(404);
    assertThat(get(taker, "/api/v1/transfers").body()).doesNotContain(type);
  }

  @Test
  void whoOwnsBothDoesBothAtOnce() {
    Who both = person("both-" + id, from + ":owner", to + ":owner");

    Answer done = act(both, "transfer");

    assertThat(done.status()).isEqualTo(200);
    assertThat(done.json().path("state").asString()).isEqualTo("accepted");
    assertThat(owner()).isEqualTo(to);
  }
}
