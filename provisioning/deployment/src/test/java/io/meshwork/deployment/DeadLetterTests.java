package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Kept;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.DeadRecord.Origin;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.RedriveReport;
import io.meshwork.api.RedriveRequest;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.audit.AuditQuery;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.TeamRole;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLetterTests {
  private static final Actor READER = World.person("rita", "orders", TeamRole.READER);
  private static final RedriveRequest ALL = new RedriveRequest(null, null, null);

  private static World world;
  private static ManifestLink link;
  private static ControlPlaneClient admin;
  private static ControlPlaneClient relay;

  @BeforeAll
  static void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    link =
        world.bean(LinkDirectory.class).links().values().stream()
            .map(LinkDirectory.Placed::link)
            .filter(each -> each.kind() == ManifestLink.LinkKind.TRANSFER)
            .findFirst()
            .orElseThrow();
    admin = client(World.ADMIN_KEY);
    relay = client(World.RELAY_KEY_US);
  }

  @AfterAll
  static void stop() {
    admin.close();
    relay.close();
    world.close();
  }

  @AfterEach
  void stopRedrive() {
    boolean runs =
        letters().redrives(World.OWNER, link.id()).stream()
            .anyMatch(each -> each.state() == State.RUNNING);
    if (runs) {
      letters().stop(World.OWNER, link.id());
    }
  }

  private static ControlPlaneClient client(String key) {
    return new ControlPlaneClient(URI.create("http://localhost:" + world.port()), key);
  }

  private static String path(String rest) {
    return "/api/v1/links/" + URLEncoder.encode(link.id().value(), StandardCharsets.UTF_8) + rest;
  }

  private static DeadLetters letters() {
    return world.bean(DeadLetters.class);
  }

  private Origin origin(int number) {
    return new Origin(link.id(), link.from().channel(), 0, "t:" + number + ":0");
  }

  private void lay(DeadRecord... records) {
    world
        .us()
        .foreigner()
        .publish(
            link.deadLetters().channel(),
            0,
            Arrays.stream(records).map(DeadRecord::toEvent).toList());
  }

  private Letter letter(int number, Instant at) {
    return new Letter(
        origin(number),
        "The event has 2000 bytes; the channel takes 1000.",
        1,
        at,
        at,
        Kept.WHOLE,
        new Event(
            "key".getBytes(StandardCharsets.UTF_8),
            "{\"secret\":%d}".formatted(number).getBytes(StandardCharsets.UTF_8),
            List.of(new Header("ce_id", "7".getBytes(StandardCharsets.UTF_8))),
            1));
  }

  private Manifest manifest() {
    return relay.get("/api/v1/regions/us/manifest").as(Manifest.class);
  }

  private void report(RedriveReport report) {
    Instant now = Instant.now();
    relay.post(
        "/api/v1/regions/us/reports",
        MeshJson.write(
            new RelayReport(
                UUID.randomUUID(),
                "here",
                new RegionName("us"),
                now,
                now,
                1,
                null,
                List.of(),
                List.of(report))));
  }

  @Test
  void aLinkBetweenBrokersKeepsItsDeadLettersAtItsTarget() {
    assertThat(manifest().links())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.deadLetters()).isNotNull();
              assertThat(each.deadLetters().broker()).isEqualTo(each.to().broker());
            });
    assertThat(world.plan().actions()).isEmpty();
  }

  @Test
  void listsWhatWaitsNewestFirstAndSaysNothingOfEvents() {
    Instant now = Instant.now();
    lay(
        letter(1, now.minusSeconds(60)),
        letter(2, now.minusSeconds(50)),
        letter(3, now.minusSeconds(40)),
        new DeadRecord.Redriven(origin(2), UUID.randomUUID(), now.minusSeconds(30)),
        new DeadRecord.RefusedAgain(
            origin(1), UUID.randomUUID(), "Still too large.", 2, now.minusSeconds(20)));

    String answer = admin.get(path("/dead-letters")).body();
    DeadLetterPage page = MeshJson.read(answer, DeadLetterPage.class);

    assertThat(answer).doesNotContain("secret");
    assertThat(page.waiting()).isEqualTo(2);
    assertThat(page.complete()).isTrue();
    assertThat(page.payloadsVisible()).isFalse();
    assertThat(page.letters())
        .extracting(DeadLetterDocument::position)
        .containsExactly("t:1:0", "t:3:0");
    assertThat(page.letters().getFirst().reason()).isEqualTo("Still too large.");
    assertThat(page.letters().getFirst().attempts()).isEqualTo(2);
    DeadLetterPage all = admin.get(path("/dead-letters?all=true")).as(DeadLetterPage.class);
    assertThat(all.letters()).extracting(DeadLetterDocument::position).contains("t:2:0");
    assertThat(all.redriven()).isPositive();
    DeadLetterPage first = admin.get(path("/dead-letters?limit=1")).as(DeadLetterPage.class);
    assertThat(
            admin
                .get(path("/dead-letters?limit=1&before=" + first.next()))
                .as(DeadLetterPage.class)
                .letters())
        .extracting(DeadLetterDocument::position)
        .containsExactly("t:3:0");
  }

  @Test
  void showsTheEventToTheOwnerOfItsTypeAlone() {
    lay(
        letter(9, Instant.now().minus(Duration.ofHours(3))),
        new DeadRecord.Redriven(origin(9), UUID.randomUUID(), Instant.now()));
    String id = origin(9).letter();

    assertThat(letters().letter(World.OWNER, link.id(), id).event())
        .satisfies(
            event -> {
              assertThat(event.payload()).isEqualTo("{\"secret\":9}");
              assertThat(event.key()).isEqualTo("key");
              assertThat(event.headers())
                  .extracting(DeadLetterDocument.HeaderText::name)
                  .containsExactly("ce_id");
            });
    assertThat(
            admin
                .get(path("/dead-letters/" + URLEncoder.encode(id, StandardCharsets.UTF_8)))
                .as(DeadLetterDocument.class)
                .event())
        .isNull();
    assertThatThrownBy(() -> letters().letter(World.STRANGER, link.id(), id))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> letters().letter(World.OWNER, link.id(), "0.nowhere"))
        .hasMessageContaining("no dead letter");
  }

  @Test
  void relaysLearnOfARedriveByTheirManifestAndEndItByTheirReports() {
    long before = manifest().revision();

    RedriveDocument begun =
        admin
            .post(
                path("/dead-letters:redrive"),
                "{\"filter\":{\"data\":{\"n\":[1]}},\"perSecond\":7}")
            .as(RedriveDocument.class);

    Manifest told = manifest();
    assertThat(told.revision()).isGreaterThan(before);
    assertThat(told.redrives())
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.id()).isEqualTo(begun.id());
              assertThat(order.filter()).isEqualTo(new JsonText("{\"data\":{\"n\":[1]}}"));
              assertThat(order.perSecond()).isEqualTo(7);
            });
    assertThatThrownBy(() -> letters().redrive(World.OWNER, link.id(), ALL))
        .hasMessageContaining("stop that first");

    report(
        new RedriveReport(
            begun.id(), link.id(), List.of(new RedriveReport.Slot(0, 5, 1, 3)), "Slow."));
    assertThat(letters().redrives(World.OWNER, link.id()).getFirst())
        .satisfies(
            now -> {
              assertThat(now.redriven()).isEqualTo(5);
              assertThat(now.left()).isNull();
              assertThat(now.problem()).isEqualTo("Slow.");
            });
    for (int slot = 0; slot < link.slots(); slot++) {
      report(
          new RedriveReport(
              begun.id(), link.id(), List.of(new RedriveReport.Slot(slot, 8, 1, 0)), null));
    }

    RedriveDocument done = letters().redrives(World.OWNER, link.id()).getFirst();
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.redriven()).isEqualTo(8L * link.slots());
    assertThat(done.endedAt()).isNotNull();
    assertThat(manifest().redrives()).isEmpty();
  }

  @Test
  void stopsAndResumesAndWritesEachActDown() {
    RedriveDocument begun = letters().redrive(World.OWNER, link.id(), ALL);

    assertThat(letters().stop(World.OWNER, link.id()).state()).isEqualTo(State.STOPPED);
    assertThat(manifest().redrives()).isEmpty();
    assertThatThrownBy(() -> letters().stop(World.OWNER, link.id()))
        .hasMessageContaining("No redrive");
    assertThat(letters().resume(World.OWNER, link.id()).id()).isEqualTo(begun.id());
    assertThat(manifest().redrives()).hasSize(1);
    letters().stop(World.OWNER, link.id());
    RedriveDocument another = letters().redrive(World.OWNER, link.id(), ALL);

    assertThat(letters().redrives(World.OWNER, link.id()))
        .extracting(RedriveDocument::state)
        .startsWith(State.RUNNING, State.REPLACED);
    assertThat(manifest().redrives().getFirst().id()).isEqualTo(another.id());
    assertThat(world.bean(AuditLog.class).list(World.ADMIN, AuditQuery.newest(5)).items())
        .extracting(each -> each.operation())
        .containsExactly("redrive", "stop-redrive", "resume-redrive", "stop-redrive", "redrive");
  }

  @Test
  void refusesWhoMayNotAndWhatMakesNoSense() {
    assertThat(letters().mayRedrive(World.OWNER, link.id())).isTrue();
    assertThat(letters().mayRedrive(READER, link.id())).isFalse();
    assertThatThrownBy(() -> letters().redrive(READER, link.id(), ALL))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> letters().redrive(World.STRANGER, link.id(), ALL))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () -> letters().redrive(World.OWNER, link.id(), new RedriveRequest(null, null, 0)))
        .hasMessageContaining("from 1 to");
    assertThatThrownBy(
            () ->
                letters()
                    .redrive(
                        World.OWNER,
                        link.id(),
                        new RedriveRequest(null, new JsonText("{\"data\":1}"), null)))
        .isInstanceOf(MeshException.class);
  }
}
