package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DismissRequest;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.store.FindingStore;
import io.meshwork.deployment.store.StandingStore;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.deployment.verify.Standings;
import io.meshwork.deployment.verify.Verification;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.TeamRole;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class VerificationTests {
  private static World world;
  private static final Actor READER = World.person("olive", "orders", TeamRole.READER);
  private static ManifestLink link;

  @BeforeAll
  static void start() {
    world = new World("24h", 1_000).withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    LinkDirectory.Placed placed =
        world.bean(LinkDirectory.class).links().values().stream()
            .filter(each -> each.link().kind() == ManifestLink.LinkKind.TRANSFER)
            .findFirst()
            .orElseThrow();
    link = placed.link();
    SourcePartition partition = new SourcePartition(link.from().channel(), 0);
    world
        .eu()
        .foreigner()
        .publish(partition.channel(), 0, List.of(event("one"), event("two"), event("three")));
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    pass(group, partition);
  }

  /** What a relay would do, but for the last event. */
  private static void pass(SlotGroup group, SourcePartition partition) {
    MemoryTransport transport = new MemoryTransport(DeploymentServer.BROKERS);
    try (Reader reader = transport.reader(access(link.from(), world.eu().name()));
        SlotSink sink =
            transport.slotSink(
                access(link.to(), world.us().name()),
                SlotWriter.main(new SlotId(group, group.slotOf(partition).number())))) {
      Position from = reader.positionsAt(partition.channel(), Instant.EPOCH).get(partition);
      List<Received> read = reader.range(partition, from, 10);
      sink.fence();
      sink.begin();
      read.subList(0, 2)
          .forEach(each -> sink.write(new Outgoing(link.to().channel(), 0, each.event())));
      List<WriteOutcome> outcomes = sink.flush();
      WriteOutcome.Stored first = (WriteOutcome.Stored) outcomes.getFirst();
      WriteOutcome.Stored last = (WriteOutcome.Stored) outcomes.getLast();
      Digest digest =
          read.stream().map(each -> Digest.of(each.event())).reduce(Digest.NONE, Digest::plus);
      sink.commit(
          List.of(
              new Crossing(
                  link.id(),
                  partition,
                  from,
                  read.getLast().after(),
                  3,
                  0,
                  0,
                  digest,
                  Digest.NONE,
                  List.of(new Crossing.TargetRange(first.partition(), first.at(), last.at())),
                  Instant.now().minusSeconds(60))));
    }
  }

  private static Event event(String name) {
    return new Event(
        null,
        "{\"secret\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8),
        List.of(),
        Instant.now().toEpochMilli());
  }

  private static BrokerAccess access(ManifestLink.End end, String name) {
    return new BrokerAccess(
        end.broker(),
        new Settings(Map.of("broker", name)),
        new InstallationId(UUID.randomUUID()),
        Secrets.ofThisProcess());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static Verification verification() {
    return world.bean(Verification.class);
  }

  private static String get(String query) {
    try (ControlPlaneClient client = client()) {
      return client.get(path(query)).body();
    }
  }

  private static ControlPlaneClient client() {
    return new ControlPlaneClient(URI.create("http://localhost:" + world.port()), World.ADMIN_KEY);
  }

  private static String scraped() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI address = URI.create("http://localhost:%d/actuator/prometheus".formatted(world.port()));
      return http.send(
              HttpRequest.newBuilder(address).header("X-Api-Key", World.ADMIN_KEY).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static String path(String rest) {
    return "/api/v1/links/%s/verification%s"
        .formatted(URLEncoder.encode(link.id().value(), StandardCharsets.UTF_8), rest);
  }

  private static Standings standings() {
    return world.bean(Standings.class);
  }

  private static DismissRequest because(UUID... findings) {
    return new DismissRequest(List.of(findings), "The consumer took it from elsewhere.");
  }

  private static Throwable refused(Actor actor, DismissRequest request) {
    return catchThrowable(() -> standings().dismiss(actor, link.id(), request));
  }

  /** Of a link that nobody here sees. */
  private static UUID foreignFinding() {
    Instant now = Instant.now();
    LinkId other = new LinkId("other@eu:eu~us");
    StandingStore standings = new StandingStore(world.bean(JdbcClient.class));
    standings.begin(StoredStanding.begun(other, link.delivery(), now, now.plusSeconds(3_600)), now);
    StoredFinding found =
        StoredFinding.found(
            other,
            new VerificationDocument.Finding(
                Difference.FOREIGN, false, 1, null, null, now, "1 event.", false, null),
            now);
    new FindingStore(world.bean(JdbcClient.class)).keep(found);
    return found.id();
  }

  @Test
  void findsItByItselfAndIsToldWhyItMayStay() {
    StandingDocument found =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> standings().of(World.OWNER, link.id()), StandingDocument::hasFindings);
    UUID finding = found.findings().getFirst().id();
    UUID foreign = foreignFinding();

    assertThat(found.open()).isEqualTo(1);
    assertThat(found.counts().compared()).isEqualTo(3);
    assertThat(found.findings().getFirst().finding().difference()).isEqualTo(Difference.MISSING);
    assertThat(get("/standing")).doesNotContain("secret").contains("\"missing\"", "\"open\":1");
    assertThat(world.bean(Monitoring.class).link(World.OWNER, link.id()).verification())
        .satisfies(verified -> assertThat(verified.openFindings()).isEqualTo(1));
    assertThat(standings().mayDismiss(World.OWNER, link.id())).isTrue();
    assertThat(standings().mayDismiss(READER, link.id())).isFalse();
    assertThat(refused(READER, because())).hasMessageContaining("You may not");
    assertThat(refused(World.STRANGER, because())).hasMessageContaining("does not exist");
    assertThat(refused(World.OWNER, because(foreign, finding)))
        .hasMessageContaining("has no finding");
    assertThat(refused(World.OWNER, new DismissRequest(List.of(), " ")))
        .hasMessageContaining("Say why");
    assertThat(standings().of(World.OWNER, link.id()).open()).isEqualTo(1);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(scraped())
                    .containsPattern("meshwork_link_verification_findings\\{.*} 1\\.0")
                    .contains("meshwork_link_verification_behind_seconds{")
                    .contains("meshwork_verification_events_total 3.0"));

    try (ControlPlaneClient client = client()) {
      client.post(path("/findings:dismiss"), MeshJson.write(because(finding)));
    }

    StandingDocument after = standings().dismiss(World.OWNER, link.id(), because(finding));
    assertThat(after.open()).isZero();
    assertThat(after.findings())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.state()).isEqualTo(StandingDocument.State.DISMISSED);
              assertThat(each.reason()).isEqualTo("The consumer took it from elsewhere.");
            });
    assertThat(new FindingStore(world.bean(JdbcClient.class)).open(new LinkId("other@eu:eu~us")))
        .hasSize(1);
    try (ControlPlaneClient client = client()) {
      assertThat(client.get("/api/v1/audit").body())
          .containsOnlyOnce("The consumer took it from elsewhere.");
    }
  }

  @Test
  void tellsStrangersNothingOfHowFarItIs() {
    assertThatThrownBy(() -> standings().of(World.STRANGER, link.id()))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void tellsOverRestWhatIsMissingAndNoPayload() {
    String answer = get("");

    assertThat(answer).doesNotContain("secret");
    VerificationDocument found = MeshJson.read(answer, VerificationDocument.class);
    assertThat(found.hasViolations()).isTrue();
    assertThat(found.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.difference()).isEqualTo(Difference.MISSING);
              assertThat(finding.events()).isEqualTo(1);
            });
    assertThat(found.counts().crossings()).isEqualTo(1);
  }

  @Test
  void refusesTimesThatAreNone() {
    Instant now = Instant.now();

    assertThatThrownBy(() -> get("?from=%s&to=%s".formatted(now, now.minusSeconds(60))))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("from must be before to");
    assertThatThrownBy(() -> get("?from=yesterday")).isInstanceOf(MeshException.class);
  }

  @Test
  void verifiesForThoseWhoSeeTheLink() {
    assertThat(verification().verify(World.OWNER, link.id(), null, null).link())
        .isEqualTo(link.id().value());
    assertThatThrownBy(() -> verification().verify(World.STRANGER, link.id(), null, null))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> verification().newest(World.STRANGER, link.id(), 3))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () -> verification().verify(World.OWNER, new LinkId("no-such-link"), null, null))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void showsTheNewestCrossings() {
    assertThat(verification().newest(World.OWNER, link.id(), 10))
        .singleElement()
        .satisfies(
            crossing -> {
              assertThat(crossing.passed()).isEqualTo(3);
              assertThat(crossing.source().channel()).isEqualTo(link.from().channel().value());
              assertThat(crossing.targets()).hasSize(1);
            });
  }
}
