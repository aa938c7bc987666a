package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.Documents;
import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What belongs to a set, and who may end or take it: hostile cases first. */
class SetsIT extends ServerFixture {
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String mine = "mine-" + id;
  private final String theirs = "theirs-" + id;
  private final Who owner = person("owner-" + id, mine + ":owner");
  private final Who member = person("member-" + id, mine + ":member");
  private final Who other = person("other-" + id, theirs + ":owner");
  @Autowired ApplyDocuments applying;

  @BeforeEach
  void declare() {
    apply(Who.ADMIN, "", Samples.team(mine) + "\n---\n" + Samples.team(theirs), 200);
  }

  private Answer apply(Who who, String query, String documents, int status) {
    Answer answer = post(who, "/api/v1/apply" + query, "# all\n" + documents);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  private String type(String name, String team, String set) {
    String document = Samples.eventType(name + "-" + id, team, "");
    return set == null
        ? document
        : document.replace("\"team\"", "\"set\":\"%s\",\"team\"".formatted(set));
  }

  private int status(String name) {
    return get(Who.ADMIN, "/api/v1/event-types/%s-%s".formatted(name, id)).status();
  }

  @Test
  void pruningEndsNothingOfAnotherTeamsSetOfTheSameName() {
    apply(other, "", type("t1", theirs, "web") + "\n---\n" + type("t2", theirs, "web"), 200);
    apply(owner, "", type("m1", mine, "web") + "\n---\n" + type("m2", mine, "web"), 200);

    // One of their documents, unchanged, among mine: it names their team.
    Answer pruned =
        apply(
            owner,
            "?prune=web",
            type("m1", mine, "web") + "\n---\n" + type("t1", theirs, "web"),
            403);
    assertThat(pruned.body()).contains("t1-" + id);
    apply(owner, "?prune=web", type("m1", mine, "web"), 200);

    assertThat(status("m2")).isEqualTo(404);
    assertThat(status("t1")).isEqualTo(200);
    assertThat(status("t2")).isEqualTo(200);
  }

  @Test
  void anEntryGetsIntoASetOrAnotherOneOnlyByTakingItOver() {
    apply(owner, "", type("free", mine, null) + "\n---\n" + type("kept", mine, "web"), 200);

    Answer into = apply(owner, "", type("free", mine, "web"), 422);
    Answer moved = apply(owner, "", type("kept", mine, "app"), 422);

    assertThat(into.body()).contains("made without a set", "mesh take-over event-types/free-" + id);
    assertThat(moved.body()).contains("set 'web' manages it");
    String path = "/api/v1/event-types/kept-%s:take-over".formatted(id);
    assertThat(post(member, path, "{\"set\":\"app\"}").status()).isEqualTo(403);
    assertThat(post(other, path, "{\"set\":\"app\"}").status()).isEqualTo(403);
    assertThat(post(owner, path, "{\"set\":\"No Name\"}").status()).isEqualTo(422);
    Answer taken = post(owner, path, "{\"set\":\"app\"}");
    assertThat(taken.json().at("/metadata/set").asString()).isEqualTo("app");
    assertThat(get(Who.ADMIN, "/api/v1/audit?limit=1").body()).contains("take-over");
    apply(owner, "?prune=web", type("free", mine, null), 200);
    assertThat(status("kept")).as("it left the set").isEqualTo(200);
    assertThat(post(owner, path, "{\"set\":null}").json().at("/metadata").has("set"))
        .as("released")
        .isNotNull();
  }

  @Test
  void aChangeOutsideTheSetKeepsTheSetAndSaysSo() {
    apply(owner, "", type("kept", mine, "web"), 200);
    String path = "/api/v1/event-types/kept-" + id;

    Answer changed =
        put(member, path, Samples.eventType("kept-" + id, mine, ",\"title\":\"By hand\""));

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.json().at("/metadata/set").asString()).isEqualTo("web");
    assertThat(changed.response().headers().firstValue("Warning").orElse(""))
        .contains("299", "Set 'web' manages this event type");
    assertThat(get(owner, path).json().at("/metadata/set").asString()).isEqualTo("web");
    Answer applied = apply(owner, "", type("kept", mine, null), 200);
    assertThat(applied.json().at("/notes/0").asString()).contains("managed by set 'web'");
    Answer ofTheSet = put(owner, path, type("kept", mine, "web"));
    assertThat(ofTheSet.response().headers().firstValue("Warning")).isEmpty();
  }

  @Test
  void whatChangesHandsLeavesItsSet() {
    apply(owner, "", type("gone", mine, "web"), 200);
    apply(other, "", type("t1", theirs, "web"), 200);

    post(
        Who.ADMIN,
        "/api/v1/event-types/gone-%s:transfer".formatted(id),
        "{\"team\":\"%s\"}".formatted(theirs));
    apply(other, "?prune=web", type("t1", theirs, "web"), 200);

    assertThat(status("gone")).isEqualTo(200);
  }

  @Test
  void aPlanKnowsWhatPruningWouldEnd() {
    apply(owner, "", type("m1", mine, "web") + "\n---\n" + type("m2", mine, "web"), 200);

    Overlay overlay =
        applying.overlay(
            Actor.mesh(),
            Documents.read("# all\n" + type("m1", mine, "web")),
            new ApplyOptions(true, "web", null));

    assertThat(overlay.changes())
        .anyMatch(
            change ->
                change.name().equals("m2-" + id) && change.action() == ApplyResult.Action.RETIRE);
    assertThat(overlay.snapshot().eventTypes().keySet())
        .noneMatch(name -> name.value().equals("m2-" + id));
    assertThat(status("m2")).isEqualTo(200);
  }

  @Test
  void theExportIsWhatTheCallerSeesAndAppliesAgain() {
    apply(
        owner,
        "",
        type("m1", mine, "web")
            + "\n---\n"
            + Samples.eventType("p-" + id, mine, ",\"visibility\":\"private\""),
        200);

    Answer all = send(Who.ADMIN, "GET", "/api/v1/export", null, "Accept", "application/yaml");
    Answer foreign = send(other, "GET", "/api/v1/export", null, "Accept", "application/yaml");

    assertThat(all.body())
        .startsWith("# Meshwork, revision ")
        .contains("Grants, the owners' word", "m1-" + id, "p-" + id, "set: web");
    assertThat(foreign.body()).contains("m1-" + id).doesNotContain("p-" + id);
    assertThat(get(Who.ADMIN, "/api/v1/export").json().isArray()).isTrue();
    Answer again = post(Who.ADMIN, "/api/v1/apply?dryRun=true", all.body());
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.body()).doesNotContain("\"create\"").doesNotContain("\"change\"");
  }
}
