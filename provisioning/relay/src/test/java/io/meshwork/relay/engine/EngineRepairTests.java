package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.PositionMove;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges that were skipped come once, whatever call fails, and whoever dies. */
class EngineRepairTests {
  private static final ChannelAddress ORDERS = new ChannelAddress("orders");
  private static final SourcePartition FIRST = new SourcePartition(ORDERS, 0);
  private static final int EVENTS = 200;
  private static final int FROM = 20;
  private static final int UNTIL = 180;

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "one", 1);
  }

  @AfterEach
  void close() {
    mesh.broker("us").faults().clear();
    mesh.broker("eu").faults().clear();
    mesh.close();
  }

  private LinkBuilder one() {
    return aLink("one").to("us", "one", 1);
  }

  private Position at(int number) {
    Position start = mesh.reader("eu").positionsAt(ORDERS, Instant.EPOCH).get(FIRST);
    return number == 0
        ? start
        : mesh.reader("eu").range(FIRST, start, EVENTS).get(number - 1).after();
  }

  private PositionMove skipping() {
    return new PositionMove(1, List.of(new PositionMove.Place(0, at(UNTIL).value())));
  }

  /** Carries all but the events of a range. */
  private MemoryMesh.Relay skip(DeliveryClass delivery) {
    MemoryMesh.Relay first = mesh.relay();
    first.engine().apply(mesh.manifest(one().promising(delivery).build()));
    mesh.publishNumbers("eu", "orders", 0, 0, FROM);
    await().until(() -> arrived().size() == FROM);
    first.close();
    mesh.publishNumbers("eu", "orders", 0, FROM, EVENTS);
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(manifest(delivery));
    await().until(() -> arrived().size() == FROM + EVENTS - UNTIL);
    return relay;
  }

  private Manifest manifest(DeliveryClass delivery) {
    return mesh.manifest(one().promising(delivery).moving(skipping()).build());
  }

  private ManifestRedrive repair(int perSecond) {
    ManifestRedrive.Range early = new ManifestRedrive.Range(0, at(FROM).value(), at(100).value());
    ManifestRedrive.Range late = new ManifestRedrive.Range(0, at(110).value(), at(UNTIL).value());
    return new ManifestRedrive(
        UUID.randomUUID(),
        new LinkId("one"),
        List.of(),
        null,
        Instant.now(),
        perSecond,
        List.of(early, late));
  }

  private static List<String> repaired() {
    List<String> all = new ArrayList<>(MemoryMesh.numbers(0, FROM));
    all.addAll(MemoryMesh.numbers(UNTIL, EVENTS));
    all.addAll(MemoryMesh.numbers(FROM, 100));
    all.addAll(MemoryMesh.numbers(110, UNTIL));
    return all;
  }

  private List<String> arrived() {
    return mesh.payloads("us", "one", 0).toList();
  }

  private void awaitDone(MemoryMesh.Relay relay) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(relay.figures().redrives())
                    .flatExtracting(RedriveReport::slots)
                    .containsExactly(new RedriveReport.Slot(0, 150, 0, 0)));
  }

  @Test
  void bringsExactlyTheRangesBehindWhatIsThereAndCountsThem() {
    MemoryMesh.Relay relay = skip(DeliveryClass.EFFECTIVELY_ONCE);

    relay.engine().apply(mesh.redriving(manifest(DeliveryClass.EFFECTIVELY_ONCE), repair(100_000)));

    awaitDone(relay);
    assertThat(arrived()).isEqualTo(repaired());
  }

  @Test
  void leavesOutWhatTheLinkDoesNotTake() {
    mesh.publishNumbers("eu", "orders", 0, 0, EVENTS);
    LinkBuilder link =
        one().filter("{\"data\":{\"n\":[{\"numeric\":[\"<\",30]}]}}").moving(skipping());
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.redriving(mesh.manifest(link.build()), repair(100_000)));

    await().untilAsserted(() -> assertThat(arrived()).isEqualTo(MemoryMesh.numbers(FROM, 30)));
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE", "READ"})
  void repeatsNothingWhateverCallFails(MemoryCall call) {
    MemoryMesh.Relay relay = skip(DeliveryClass.EFFECTIVELY_ONCE);
    Manifest repairing = mesh.redriving(manifest(DeliveryClass.EFFECTIVELY_ONCE), repair(1_000));
    for (String broker : List.of("eu", "us")) {
      MemoryFaults faults = mesh.broker(broker).faults();
      for (int nth = 1; nth < 8; nth += 2) {
        faults.fail(FaultPoint.nth(nth, call));
        faults.loseAnswer(FaultPoint.nth(nth + 1, call));
      }
    }

    relay.engine().apply(repairing);

    awaitDone(relay);
    mesh.broker("eu").faults().clear();
    assertThat(arrived()).isEqualTo(repaired());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void repeatsNothingOverRelaysThatDieAndStopsInBetween(long seed) {
    Random random = new Random(seed);
    skip(DeliveryClass.EFFECTIVELY_ONCE).close();
    ManifestRedrive repair = repair(200);
    Manifest manifest = manifest(DeliveryClass.EFFECTIVELY_ONCE);
    MemoryFaults faults = mesh.broker("us").faults();
    for (int round = 0; round < 4; round++) {
      MemoryMesh.Relay relay = mesh.relay();
      if (random.nextBoolean()) {
        faults.loseAnswer(FaultPoint.nth(1 + random.nextInt(20), MemoryCall.COMMIT));
      }
      relay.engine().apply(mesh.redriving(manifest, repair));
      int more = arrived().size() + 1 + random.nextInt(15);
      await().until(() -> arrived().size() >= more);
      if (random.nextBoolean()) {
        relay.engine().apply(mesh.redriving(manifest));
        relay.engine().apply(mesh.redriving(manifest, repair));
      }
      faults.away();
      mesh.broker("us").expelSlotMembers();
      relay.close();
      faults.clear();
    }
    MemoryMesh.Relay last = mesh.relay();
    last.engine().apply(mesh.redriving(manifest, repair));

    awaitDone(last);
    assertThat(arrived()).isEqualTo(repaired());
  }

  @Test
  void goesOnInAnotherClassWhereItWas() {
    MemoryMesh.Relay relay = skip(DeliveryClass.EFFECTIVELY_ONCE);
    ManifestRedrive repair = repair(100);
    relay.engine().apply(mesh.redriving(manifest(DeliveryClass.EFFECTIVELY_ONCE), repair));
    await().until(() -> arrived().size() > FROM + EVENTS - UNTIL + 5);

    relay.engine().apply(mesh.redriving(manifest(DeliveryClass.AT_MOST_ONCE), repair));

    awaitDone(relay);
    assertThat(arrived()).isEqualTo(repaired());
  }

  @Test
  void repeatsNothingOfAPieceWithAnEventThatIsRefused() {
    mesh.reshape("us", "one", "maxSize", 1_000);
    LinkBuilder link = one().promising(DeliveryClass.AT_LEAST_ONCE);
    MemoryMesh.Relay first = mesh.relay();
    first.engine().apply(mesh.manifest(link.build()));
    mesh.publishNumbers("eu", "orders", 0, 0, FROM);
    await().until(() -> arrived().size() == FROM);
    first.close();
    mesh.publishNumbers("eu", "orders", 0, FROM, 60);
    mesh.publish("eu", "orders", 0, MemoryMesh.event("\"%s\"".formatted("x".repeat(2_000))));
    mesh.publishNumbers("eu", "orders", 0, 60, 100);
    PositionMove.Place end = new PositionMove.Place(0, at(101).value());
    Manifest manifest = mesh.manifest(link.moving(new PositionMove(1, List.of(end))).build());
    ManifestRedrive repair =
        new ManifestRedrive(
            UUID.randomUUID(),
            new LinkId("one"),
            List.of(),
            null,
            Instant.now(),
            100_000,
            List.of(new ManifestRedrive.Range(0, at(FROM).value(), end.position())));
    MemoryMesh.Relay relay = mesh.relay();

    relay.engine().apply(mesh.redriving(manifest, repair));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(relay.figures().redrives())
                    .flatExtracting(RedriveReport::slots)
                    .containsExactly(new RedriveReport.Slot(0, 80, 1, 0)));
    assertThat(arrived()).isEqualTo(MemoryMesh.numbers(0, 100));
  }

  @Test
  void losesNothingAtLeastOnce() {
    MemoryMesh.Relay relay = skip(DeliveryClass.AT_LEAST_ONCE);
    MemoryFaults faults = mesh.broker("us").faults();
    for (int nth = 1; nth < 8; nth += 2) {
      faults.fail(FaultPoint.nth(nth, MemoryCall.COMMIT));
      faults.loseAnswer(FaultPoint.nth(nth + 1, MemoryCall.COMMIT));
    }

    relay.engine().apply(mesh.redriving(manifest(DeliveryClass.AT_LEAST_ONCE), repair(1_000)));

    awaitDone(relay);
    assertThat(new LinkedHashSet<>(arrived())).containsExactlyInAnyOrderElementsOf(repaired());
  }
}
