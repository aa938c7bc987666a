package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.BackfillDocument;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.FilterHistory;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.audit.AuditQuery;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.position.Backfills;
import io.meshwork.model.InstallationId;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryBroker;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
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
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillTests {
  private static final SubscriptionName OWN = new SubscriptionName("orders-own");
  private static final StartAt EARLIEST = new StartAt.Earliest();
  private static final List<String> NARROW = List.of("{\"data\":{\"vip\":[true]}}");

  private final MemoryTransport transport = new MemoryTransport(DeploymentServer.BROKERS);
  private World world;
  private Placed local;
  private Placed remote;
  private Placed transfer;

  /** A subscription at the broker of the publishers, one behind a transfer; ten events each. */
  @BeforeEach
  void start() {
    world =
        new World()
            .withPublisher("none")
            .withSubscription("{data: {big: [true]}}")
            .withOwnSubscription("{data: {big: [true]}}")
            .granted();
    world.apply(world.plan());
    local = find(link -> OWN.equals(link.subscription()));
    remote = find(link -> World.SUBSCRIPTION.equals(link.subscription()));
    transfer = find(link -> link.kind() == ManifestLink.LinkKind.TRANSFER);
    for (Placed each : List.of(local, remote)) {
      broker(each.link().from())
          .foreigner()
          .publish(
              each.link().from().channel(),
              0,
              IntStream.range(0, 10)
                  .mapToObj(n -> new Event(null, new byte[1], List.of(), 1_000L * n))
                  .toList());
    }
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Placed find(Predicate<ManifestLink> which) {
    return world.bean(LinkDirectory.class).links().values().stream()
        .filter(each -> which.test(each.link()))
        .findFirst()
        .orElseThrow();
  }

  private MemoryBroker broker(ManifestLink.End end) {
    return end.broker().value().endsWith("eu") ? world.eu() : world.us();
  }

  private BrokerAccess access(ManifestLink.End end) {
    return new BrokerAccess(
        end.broker(),
        new Settings(Map.of("broker", broker(end).name())),
        new InstallationId(UUID.randomUUID()),
        Secrets.ofThisProcess());
  }

  private static SourcePartition first(Placed placed) {
    return new SourcePartition(placed.link().from().channel(), 0);
  }

  /** The place before that many events. */
  private Position at(Placed placed, int count) {
    SourcePartition first = first(placed);
    try (Reader reader = transport.reader(access(placed.link().from()))) {
      Position start = reader.positionsAt(first.channel(), Instant.EPOCH).get(first);
      List<Received> read = reader.range(first, start, 10);
      return count == 0 ? start : read.get(count - 1).after();
    }
  }

  /** As a relay leaves it that has read so many events. */
  private void stands(Placed placed, int read, FilterHistory history) {
    ManifestLink link = placed.link();
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    SlotId slot = new SlotId(group, group.slotOf(first(placed)).number());
    try (SlotSink sink = transport.slotSink(access(link.to()), SlotWriter.main(slot))) {
      sink.fence();
      sink.begin();
      sink.commit(
          List.of(
              crossing(link.id().filters(), placed, new Position(history.text())),
              crossing(link.id(), placed, at(placed, read))));
    }
  }

  private Crossing crossing(LinkId id, Placed placed, Position through) {
    return Crossing.empty(id, first(placed), at(placed, 0), through, Instant.now());
  }

  private static List<String> present(Placed placed) {
    return placed.link().filters().stream().map(JsonText::value).sorted().toList();
  }

  private FilterHistory narrowThenPresent(Placed placed, int from, int changed) {
    return FilterHistory.begin(at(placed, from).value(), NARROW, from == 0)
        .filtering(present(placed), at(placed, changed).value(), this::isBefore);
  }

  private boolean isBefore(String position, String later) {
    try (Reader reader = transport.reader(access(local.link().from()))) {
      return reader.distance(first(local), new Position(position), new Position(later)) > 0;
    }
  }

  private Backfills backfills() {
    return world.bean(Backfills.class);
  }

  @Test
  void saysHowManyEventsWereReadWithOtherFiltersAndOrdersThose() {
    stands(local, 8, narrowThenPresent(local, 0, 6));

    BackfillDocument look = backfills().look(World.OWNER, OWN, EARLIEST);
    assertThat(look.refusal()).isNull();
    assertThat(look.events()).isEqualTo(6);
    assertThat(
            backfills()
                .look(World.OWNER, OWN, new StartAt.Moment(Instant.ofEpochMilli(4_000)))
                .events())
        .isEqualTo(2);
    assertThat(
            backfills()
                .look(World.OWNER, OWN, new StartAt.Moment(Instant.ofEpochMilli(7_000)))
                .events())
        .isZero();

    assertThatThrownBy(() -> backfills().look(World.OWNER, OWN, new StartAt.Latest()))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("earlier events");

    BackfillDocument ordered = orderOverRest();

    assertThat(ordered.events()).isEqualTo(6);
    assertThat(ordered.links()).singleElement().satisfies(l -> assertThat(l.move()).isEqualTo(1));
    var manifest = world.bean(Manifests.class).current(World.ADMIN, local.runsIn());
    assertThat(manifest.requires()).containsExactly(ManifestLink.MOVES, ManifestLink.BACKFILLS);
    assertThat(manifest.links().stream().flatMap(each -> each.moves().stream()))
        .containsExactly(
            new PositionMove(1, List.of(new PositionMove.Place(0, at(local, 0).value())), true));
    assertThat(audited()).contains("Wider.", "\"events\":6");
  }

  private BackfillDocument orderOverRest() {
    String path = "/api/v1/subscriptions/" + OWN;
    try (ControlPlaneClient client =
        new ControlPlaneClient(URI.create("http://localhost:" + world.port()), World.ADMIN_KEY)) {
      assertThat(client.get(path + "/backfill").as(BackfillDocument.class).events()).isEqualTo(6);
      assertThatThrownBy(() -> client.get(path + "/backfill?from=yesterday"))
          .isInstanceOf(MeshException.class);
      return client
          .post(path + ":backfill", MeshJson.write(Map.of("from", "earliest", "reason", "Wider.")))
          .as(BackfillDocument.class);
    }
  }

  private String audited() {
    return world.bean(AuditLog.class).list(World.ADMIN, AuditQuery.newest(20)).toString();
  }

  @Test
  void refusesWhatNobodyRecordedAndWhoIsNotOfTheTeam() {
    stands(local, 8, narrowThenPresent(local, 2, 6));

    BackfillDocument look = backfills().look(World.OWNER, OWN, EARLIEST);

    assertThat(look.refusal()).contains("is not recorded", "1970-01-01T00:00:02Z");
    assertThatThrownBy(() -> backfills().order(World.OWNER, OWN, EARLIEST, "Wider."))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.code()).isEqualTo(DeploymentError.BACKFILL_REFUSED));
    StartAt two = new StartAt.Moment(Instant.ofEpochMilli(2_000));
    assertThat(backfills().look(World.OWNER, OWN, two).events()).isEqualTo(4);
    assertIsForTheTeam(two);
  }

  private void assertIsForTheTeam(StartAt from) {
    assertThat(backfills().mayOrder(World.OWNER, OWN)).isTrue();
    assertThat(backfills().mayOrder(World.SUBSCRIBER, OWN)).isFalse();
    assertThatThrownBy(() -> backfills().order(World.SUBSCRIBER, OWN, from, "Mine."))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.code()).isIn(AccessError.NOT_FOUND, AccessError.FORBIDDEN));
    assertThatThrownBy(() -> backfills().order(World.OWNER, OWN, from, " "))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("Say why");
  }

  @Test
  void refusesWhatDidNotGetToTheSubscriptionsBroker() {
    broker(transfer.link().from())
        .foreigner()
        .publish(
            transfer.link().from().channel(),
            0,
            Collections.nCopies(1, new Event(null, new byte[1], List.of(), 9_500)));
    stands(remote, 8, narrowThenPresent(remote, 0, 6));
    stands(transfer, 8, narrowThenPresent(transfer, 0, 6));

    assertThat(backfills().look(World.SUBSCRIBER, World.SUBSCRIPTION, EARLIEST).refusal())
        .contains("were not all carried by link '" + transfer.link().id());
    StartAt later = new StartAt.Moment(Instant.ofEpochMilli(6_000));
    assertThat(backfills().look(World.SUBSCRIBER, World.SUBSCRIPTION, later).refusal()).isNull();

    stands(transfer, 8, FilterHistory.begin(at(transfer, 0).value(), List.of(), true));
    assertThat(backfills().look(World.SUBSCRIBER, World.SUBSCRIPTION, EARLIEST).events())
        .isEqualTo(6);
  }
}
