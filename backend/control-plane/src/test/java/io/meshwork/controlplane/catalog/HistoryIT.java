package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.CatalogHistory.Selection;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.TeamRole;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class HistoryIT extends ServerFixture {
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String maker = "maker-" + id;
  private final String taker = "taker-" + id;
  private final EventTypeName type = new EventTypeName("t-" + id);
  private final SubscriptionName subscription = new SubscriptionName("s-" + id);
  @Autowired Catalog catalog;
  @Autowired CatalogHistory history;
  @Autowired Grants grants;

  @BeforeEach
  void declare() {
    apply(
        String.join(
            "\n---\n",
            Samples.team(maker),
            Samples.team(taker),
            Samples.region("r-" + id, ""),
            Samples.broker("b-" + id, "r-" + id),
            Samples.application("a-" + id, taker),
            Samples.eventType(type.value(), maker, ""),
            subscription("")));
  }

  private String subscription(String more) {
    return Samples.subscription(
        subscription.value(), taker, "a-" + id, type.value(), "b-" + id, more);
  }

  private void apply(String documents) {
    Answer answer = post(Who.ADMIN, "/api/v1/apply", "# all\n" + documents);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Actor owner(String team) {
    return new Actor(
        "owner-" + team,
        team,
        new Actor.Holder.Person(),
        Set.of(),
        Map.of(new TeamName(team), TeamRole.OWNER));
  }

  private GrantState state() {
    return catalog
        .snapshot(catalog.currentRevision())
        .grants()
        .get(new GrantKey(subscription, type))
        .state();
  }

  @Test
  void twoRevisionsDifferAttributeByAttributeInEitherDirection() {
    Revision first = catalog.currentRevision();
    apply(Samples.eventType(type.value(), maker, ",\"title\":\"New\""));
    apply(Samples.eventType("u-" + id, maker, ""));
    grants.approve(Actor.mesh(), new GrantKey(subscription, type), Verdict.PLAIN);
    Revision last = catalog.currentRevision();

    Answer there = get(Who.ADMIN, "/api/v1/revisions/%s/diff/%s".formatted(first, last));
    Answer back = get(Who.ADMIN, "/api/v1/revisions/%s/diff/%s".formatted(last, first));

    assertThat(there.body())
        .contains("{\"pointer\":\"/spec/title\",\"before\":\"\\\"\\\"\",\"after\":\"\\\"New\\\"\"}")
        .contains("\"name\":\"u-%s\",\"action\":\"create\"".formatted(id))
        .contains("\"before\":\"pending\",\"after\":\"approved\"");
    assertThat(back.body())
        .contains("{\"pointer\":\"/spec/title\",\"before\":\"\\\"New\\\"\",\"after\":\"\\\"\\\"\"}")
        .contains("\"name\":\"u-%s\",\"action\":\"retire\"".formatted(id))
        .contains("\"before\":\"approved\",\"after\":\"pending\"");
    assertThat(get(Who.ADMIN, "/api/v1/revisions/%s/diff/%s".formatted(last, last)).body())
        .contains("\"entries\":[]");
    assertThat(get(Who.ADMIN, "/api/v1/revisions/1/diff/99999999").code())
        .isEqualTo("UNKNOWN_REVISION");
  }

  @Test
  void revisionsAreListedNewestFirstAndFoundByWhatTheyWereFor() {
    apply(Samples.eventType("one-" + id, maker, ""));
    apply(Samples.eventType("hidden-" + id, maker, ",\"visibility\":\"private\""));
    Revision last = catalog.currentRevision();
    Actor stranger = owner("stranger-" + id);

    var first = history.list(Actor.mesh(), null, 1, null);
    var second = history.list(Actor.mesh(), null, 1, first.nextCursor());

    assertThat(first.items())
        .singleElement()
        .satisfies(line -> assertThat(line.revision()).isEqualTo(last))
        .satisfies(line -> assertThat(line.changed()).isEqualTo(1));
    assertThat(second.items())
        .singleElement()
        .satisfies(line -> assertThat(line.revision()).isLessThan(last));
    assertThat(history.list(stranger, null, 1, null).items())
        .as("that there was one is no secret")
        .singleElement()
        .satisfies(line -> assertThat(line.by() + line.cause()).isEmpty())
        .satisfies(line -> assertThat(line.changed()).isZero());
    assertThat(history.list(Actor.mesh(), "APPLY", 500, null).items()).isNotEmpty();
    assertThat(history.list(Actor.mesh(), "100%_nonsense!", 500, null).items()).isEmpty();
    assertThat(get(Who.ADMIN, "/api/v1/revisions?limit=1&q=apply").body()).contains("\"cause\"");
    assertThat(get(Who.ADMIN, "/api/v1/revisions?limit=0").code()).isEqualTo("INVALID_QUERY");
    assertThat(get(Who.ADMIN, "/api/v1/revisions?cursor=x").code()).isEqualTo("INVALID_CURSOR");
  }

  @Test
  void whatSomebodyMayNotKnowOfIsInNoDifference() {
    Revision first = catalog.currentRevision();
    apply(Samples.eventType("hidden-" + id, maker, ",\"visibility\":\"private\""));
    apply(Samples.eventType(type.value(), maker, ",\"visibility\":\"private\""));
    grants.approve(Actor.mesh(), new GrantKey(subscription, type), Verdict.PLAIN);
    Actor stranger = owner("stranger-" + id);

    RevisionDifference seen = history.difference(stranger, first, catalog.currentRevision());

    assertThat(seen.entries()).isEmpty();
    assertThat(seen.grants()).isEmpty();
    assertThat(history.difference(owner(maker), first, catalog.currentRevision()).entries())
        .hasSize(2);
  }

  @Test
  void bringsBackWhatWasChangedAddedAndRetiredInOneRevision() {
    grants.approve(Actor.mesh(), new GrantKey(subscription, type), Verdict.PLAIN);
    Revision past = catalog.currentRevision();
    catalog.retire(Actor.mesh(), subscription, Precondition.NONE);
    apply(Samples.eventType(type.value(), maker, ",\"title\":\"New\""));
    apply(Samples.eventType("u-" + id, maker, ""));
    Revision before = catalog.currentRevision();
    Selection names = new Selection.Named(Set.of(subscription, type, new EventTypeName("u-" + id)));

    Overlay shown = history.overlay(Actor.mesh(), past, names);
    Restored restored = history.restore(Actor.mesh(), past, names, before);

    assertThat(shown.changes()).isEqualTo(restored.entries()).hasSize(3);
    assertThat(restored.revision()).isEqualTo(before.next());
    assertThat(catalog.currentRevision()).isEqualTo(before.next());
    var now = catalog.snapshot(restored.revision());
    var then = catalog.snapshot(past);
    assertThat(now.eventTypes().get(type)).isEqualTo(then.eventTypes().get(type));
    assertThat(now.subscriptions().get(subscription))
        .isEqualTo(then.subscriptions().get(subscription));
    assertThat(now.eventTypes()).doesNotContainKey(new EventTypeName("u-" + id));
    assertThat(state()).isEqualTo(GrantState.APPROVED);
    assertThat(get(Who.ADMIN, "/api/v1/audit?limit=5").body()).contains("restore", "retire");
    assertThat(history.restore(Actor.mesh(), past, names, null).revision())
        .isEqualTo(restored.revision());
  }

  @Test
  void aGrantComesBackOnlyByWhoMayGiveIt() {
    GrantKey key = new GrantKey(subscription, type);
    grants.approve(Actor.mesh(), key, Verdict.PLAIN);
    Revision past = catalog.currentRevision();
    grants.revoke(Actor.mesh(), key, Verdict.PLAIN);
    apply(subscription(",\"delivery\":\"at-most-once\""));
    Selection names = new Selection.Named(Set.of(subscription));

    Restored bySubscriber = history.restore(owner(taker), past, names, null);

    assertThat(state()).isEqualTo(GrantState.PENDING);
    assertThat(bySubscriber.notes()).anyMatch(note -> note.contains("waits for its owner's word"));
    history.restore(Actor.mesh(), past, new Selection.Named(Set.of(subscription, type)), null);
    assertThat(state()).isEqualTo(GrantState.APPROVED);
  }

  @Test
  void nobodyTakesBackWhatWasHandedOverOrChangesWhatIsNotTheirs() {
    Revision past = catalog.currentRevision();
    post(
        Who.ADMIN,
        "/api/v1/event-types/%s:transfer".formatted(type),
        "{\"team\":\"%s\"}".formatted(taker));
    apply(Samples.eventType(type.value(), taker, ",\"title\":\"Ours\""));
    Selection names = new Selection.Named(Set.of(type));

    assertThatThrownBy(() -> history.restore(owner(maker), past, names, null))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("may");
    assertThat(history.restore(owner(maker), past, ofTeam(maker), null).entries()).isEmpty();
    assertThatThrownBy(() -> history.restore(owner(maker), past, new Selection.All(), null))
        .isInstanceOf(MeshException.class);
    Restored restored = history.restore(owner(taker), past, names, null);
    assertThat(restored.notes()).anyMatch(note -> note.contains("stays with team '" + taker));
    assertThat(catalog.get(Actor.mesh(), type).metadata().team()).isEqualTo(new TeamName(taker));
  }

  private static Selection ofTeam(String team) {
    return new Selection.OfTeam(new TeamName(team));
  }

  @Test
  void saysWhatMovedAndWhatCannotHoldAnyMore() {
    Revision past = catalog.currentRevision();
    apply(Samples.eventType(type.value(), maker, ",\"title\":\"New\""));
    Revision seen = catalog.currentRevision();
    apply(Samples.eventType(type.value(), maker, ",\"title\":\"Newer\""));

    assertThatThrownBy(() -> history.restore(owner(maker), past, ofTeam(maker), seen))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.code()).isEqualTo(CatalogError.PRECONDITION_FAILED))
        .hasMessageContaining(type.value());

    catalog.retire(Actor.mesh(), subscription, Precondition.NONE);
    catalog.retire(
        Actor.mesh(), new io.meshwork.model.ApplicationName("a-" + id), Precondition.NONE);
    assertThatThrownBy(
            () ->
                history.restore(
                    Actor.mesh(), past, new Selection.Named(Set.of(subscription)), null))
        .hasMessageContaining("a-" + id);
  }
}
