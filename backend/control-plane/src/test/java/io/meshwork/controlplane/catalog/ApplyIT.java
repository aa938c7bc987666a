package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.Documents;
import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.Revision;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ApplyIT extends ServerFixture {
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String team = "apply-" + id;
  @Autowired Catalog catalog;
  @Autowired ApplyDocuments applying;

  private String world(String typeMore) {
    return String.join(
        "\n---\n",
        Samples.subscription("s-" + id, team, "a-" + id, "t-" + id, "b-" + id, "")
            .replace("\"team\"", "\"set\":\"web\",\"team\""),
        Samples.region("r1-" + id, "{\"region\":\"r2-%s\",\"cost\":1}".formatted(id)),
        Samples.region("r2-" + id, "{\"region\":\"r1-%s\",\"cost\":1}".formatted(id)),
        Samples.broker("b-" + id, "r1-" + id),
        Samples.eventType("t-" + id, team, typeMore),
        Samples.application("a-" + id, team),
        Samples.team(team));
  }

  private Answer apply(String query, String body) {
    return post(Who.ADMIN, "/api/v1/apply" + query, "# all\n" + body);
  }

  @Test
  void documentsInAnyOrderBecomeOneRevisionAndTwiceIsAsOnce() {
    Revision before = catalog.currentRevision();
    Answer dry = apply("?dryRun=true", world(""));
    assertThat(dry.status()).as(dry.body()).isEqualTo(200);
    assertThat(catalog.currentRevision()).isEqualTo(before);

    Answer applied = apply("", world(""));

    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    assertThat(applied.json().path("revision").asLong()).isEqualTo(before.number() + 1);
    assertThat(catalog.currentRevision()).isEqualTo(before.next());
    Answer again = apply("", world(""));
    assertThat(again.body()).doesNotContain("\"create\"").doesNotContain("\"change\"");
    assertThat(catalog.currentRevision()).isEqualTo(before.next());
    assertThat(get(Who.ADMIN, "/api/v1/revisions/latest").body()).contains("apply 7 documents");
    Answer changed = apply("?dryRun=true", world(",\"title\":\"New\""));
    assertThat(changed.body()).contains("/spec/title", "\\\"New\\\"");
  }

  @Test
  void oneFaultStopsAllAndNamesTheDocument() {
    Revision before = catalog.currentRevision();

    Answer answer = apply("", world("").replace("\"t-" + id + "\"],", "\"t-missing\"],"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("/0/spec/eventTypes/0", "t-missing");
    assertThat(catalog.currentRevision()).isEqualTo(before);
    Answer twice = apply("", world("") + "\n---\n" + Samples.team(team));
    assertThat(twice.body()).contains("given twice");
  }

  @Test
  void pruningRetiresOnlyWhatTheSetHeld() {
    apply("", world(""));

    Answer pruned = apply("?prune=web", Samples.application("a-" + id, team));

    assertThat(pruned.status()).as(pruned.body()).isEqualTo(200);
    assertThat(pruned.body()).contains("s-" + id, "retire");
    assertThat(get(Who.ADMIN, "/api/v1/subscriptions/s-" + id).status()).isEqualTo(404);
    assertThat(get(Who.ADMIN, "/api/v1/event-types/t-" + id).status()).isEqualTo(200);
  }

  @Test
  void anOverlaySavesNothingAndHoldsTheGrants() {
    Revision before = catalog.currentRevision();

    var overlay = applying.overlay(Actor.mesh(), Documents.read("# all\n" + world(""))).snapshot();

    assertThat(overlay.subscriptions().keySet()).anyMatch(name -> name.value().equals("s-" + id));
    assertThat(overlay.grants().keySet())
        .anyMatch(key -> key.eventType().value().equals("t-" + id));
    assertThat(catalog.currentRevision()).isEqualTo(before);
  }

  @Test
  void anyRevisionCanBeRead() {
    apply("", world(""));
    Revision first = catalog.currentRevision();
    apply("", world(",\"title\":\"Later\""));

    var then = catalog.snapshot(first);
    var now = catalog.snapshot(catalog.currentRevision());

    var name = new io.meshwork.model.EventTypeName("t-" + id);
    assertThat(then.eventTypes().get(name).spec().title()).isEmpty();
    assertThat(now.eventTypes().get(name).spec().title()).isEqualTo("Later");
    assertThat(catalog.history(Actor.mesh(), name)).hasSize(2);
    assertThat(get(Who.ADMIN, "/api/v1/revisions/999999999").code()).isEqualTo("UNKNOWN_REVISION");
  }
}
