package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionDocument.Going;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionTests {
  private final MemoryTransport transport = new MemoryTransport(DeploymentServer.BROKERS);
  private World world;
  private LinkDirectory.Placed placed;
  private ManifestLink link;
  private SourcePartition first;

  /** Five events at the source, of which a relay has committed two. */
  @BeforeEach
  void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    placed =
        world.bean(LinkDirectory.class).links().values().stream()
            .filter(each -> each.link().kind() == ManifestLink.LinkKind.TRANSFER)
            .findFirst()
            .orElseThrow();
    link = placed.link();
    first = new SourcePartition(link.from().channel(), 0);
    world
        .eu()
        .foreigner()
        .publish(
            first.channel(),
            0,
            Collections.nCopies(5, new Event(null, new byte[1], List.of(), 1_000)));
    try (Reader reader = transport.reader(access(link.from(), world.eu().name()))) {
      commit(link.id(), reader.range(first, earliest(), 2).getLast().after());
    }
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void commit(LinkId id, Position position) {
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    SlotId slot = new SlotId(group, group.slotOf(first).number());
    try (SlotSink sink =
        transport.slotSink(access(link.to(), world.us().name()), SlotWriter.main(slot))) {
      sink.fence();
      sink.begin();
      sink.commit(List.of(Crossing.empty(id, first, earliest(), position, Instant.now())));
    }
  }

  private Position earliest() {
    try (Reader reader = transport.reader(access(link.from(), world.eu().name()))) {
      return reader.positionsAt(first.channel(), Instant.EPOCH).get(first);
    }
  }

  private static BrokerAccess access(ManifestLink.End end, String name) {
    return new BrokerAccess(
        end.broker(),
        new Settings(Map.of("broker", name)),
        new InstallationId(UUID.randomUUID()),
        Secrets.ofThisProcess());
  }

  private LinkPositions positions() {
    return world.bean(LinkPositions.class);
  }

  private PositionDocument.Standing standing(StartAt to) {
    return positions().read(World.OWNER, link.id(), to, Set.of()).partitions().getFirst();
  }

  private PositionDocument move(Position to) {
    return positions().move(World.ADMIN, link.id(), to(0, to.value()), "Tests say so.");
  }

  private static List<PositionMove.Place> to(int partition, String position) {
    return List.of(new PositionMove.Place(partition, position));
  }

  private Manifest manifest() {
    return world.bean(Manifests.class).current(World.ADMIN, placed.runsIn());
  }

  private void assertRefused(List<PositionMove.Place> places, String reason, String why) {
    assertThatThrownBy(() -> positions().move(World.ADMIN, link.id(), places, reason))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining(why);
  }

  @Test
  void tellsWhereALinkStandsAndWhatGoingElsewhereMeans() {
    assertThat(standing(null).behind()).isEqualTo(3);
    assertThat(standing(null).going()).isNull();
    assertThat(standing(null).gone()).isFalse();

    assertThat(standing(new StartAt.Earliest()).going())
        .isEqualTo(new Going(earliest().value(), 0, 2));
    assertThat(standing(new StartAt.Latest()).going())
        .satisfies(going -> assertThat(going.skipped()).isEqualTo(3))
        .satisfies(going -> assertThat(going.repeated()).isZero());
  }

  @Test
  void saysThatWhatItStandsAtIsGone() {
    world.eu().foreigner().expire(first.channel(), 0, 4);

    PositionDocument.Standing now = standing(new StartAt.Earliest());

    assertThat(now.gone()).isTrue();
    assertThat(now.going()).satisfies(going -> assertThat(going.skipped()).isEqualTo(2));
  }

  @Test
  void tellsRelaysOnceAMoveIsMadeAndShowsWhenItIsTaken() {
    long revision = manifest().revision();
    Position goal = earliest();

    PositionDocument moved = move(goal);

    assertThat(moved.total().repeated()).isEqualTo(2);
    assertThat(manifest().revision()).isEqualTo(revision + 1);
    assertThat(manifest().requires()).containsExactly(ManifestLink.MOVES);
    assertThat(manifest().links().stream().flatMap(each -> each.moves().stream()))
        .containsExactly(new PositionMove(1, to(0, goal.value())));
    assertThat(positions().read(World.OWNER, link.id(), null, Set.of()).moves())
        .singleElement()
        .satisfies(each -> assertThat(each.taken()).isZero())
        .satisfies(each -> assertThat(each.by()).isEqualTo("admin"));

    commit(link.id().move(1), goal);
    assertThat(positions().read(World.OWNER, link.id(), null, Set.of()).moves())
        .singleElement()
        .satisfies(each -> assertThat(each.taken()).isEqualTo(1));
  }

  @Test
  void numbersAMoveAboveAllThatTheTargetKnowsOf() {
    commit(link.id().move(41), earliest());

    move(earliest());

    assertThat(manifest().links().stream().flatMap(each -> each.moves().stream()))
        .singleElement()
        .satisfies(each -> assertThat(each.number()).isEqualTo(42));
  }

  @Test
  void refusesWhoOnlySeesTheLinkAndWhoDoesNot() {
    long revision = manifest().revision();

    assertThatThrownBy(
            () -> positions().move(World.OWNER, link.id(), to(0, earliest().value()), "Mine."))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("mesh");
    assertThatThrownBy(() -> positions().read(World.STRANGER, link.id(), null, Set.of()))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("does not exist");
    assertThat(manifest().revision()).isEqualTo(revision);
  }

  @Test
  void refusesMovesThatNameNothing() {
    assertRefused(to(0, earliest().value()), " ", "Say why");
    assertRefused(List.of(), "Why not.", "at least one partition");
    assertRefused(to(99, earliest().value()), "Why not.", "there is no partition 99");
    assertRefused(to(0, "yesterday"), "Why not.", "yesterday");
    assertRefused(
        List.of(
            new PositionMove.Place(0, earliest().value()),
            new PositionMove.Place(0, earliest().value())),
        "Why not.",
        "named twice");
    assertThat(manifest().requires()).isEmpty();
  }

  @Test
  void readsAndMovesOverRest() {
    String path =
        "/api/v1/links/%s/position"
            .formatted(URLEncoder.encode(link.id().value(), StandardCharsets.UTF_8));
    try (ControlPlaneClient client =
        new ControlPlaneClient(URI.create("http://localhost:" + world.port()), World.ADMIN_KEY)) {
      PositionDocument asked =
          client.get(path + "?to=earliest&partition=0").as(PositionDocument.class);
      String place = asked.partitions().getFirst().going().position();
      PositionDocument moved =
          client
              .post(
                  path + ":move",
                  MeshJson.write(Map.of("places", to(0, place), "reason", "Over REST.")))
              .as(PositionDocument.class);

      assertThat(moved.total().repeated()).isEqualTo(2);
      assertThatThrownBy(() -> client.get(path + "?to=yesterday"))
          .isInstanceOf(MeshException.class);
      assertThatThrownBy(() -> client.post(path + ":move", "{\"reason\":\"no places\"}"))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("places");
    }
  }
}
