package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.VerificationDocument;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.verify.Verification;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VerificationTests {
  private static World world;
  private static ManifestLink link;

  @BeforeAll
  static void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
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
                  Instant.now().minusSeconds(5))));
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
    try (ControlPlaneClient client =
        new ControlPlaneClient(URI.create("http://localhost:" + world.port()), World.ADMIN_KEY)) {
      return client
          .get(
              "/api/v1/links/%s/verification%s"
                  .formatted(URLEncoder.encode(link.id().value(), StandardCharsets.UTF_8), query))
          .body();
    }
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
              assertThat(finding.difference()).isEqualTo(VerificationDocument.Difference.MISSING);
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
