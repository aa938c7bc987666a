package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.FilterHistory;
import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a widened filter would have let pass comes once, whatever happens meanwhile. */
class EngineBackfillTests {
  private static final ChannelAddress ORDERS = new ChannelAddress("orders");
  private static final SourcePartition FIRST = new SourcePartition(ORDERS, 0);
  private static final int EVENTS = 300;
  private static final IntPredicate TENS = n -> n % 10 == 0;
  private static final IntPredicate FIVES = n -> n % 5 == 0;

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "one", 1);
    mesh.topic("us", "two", 1);
  }

  @AfterEach
  void close() {
    mesh.broker("us").faults().clear();
    mesh.broker("eu").faults().clear();
    mesh.close();
  }

  /** A link that takes what is a multiple of one of these. */
  private static LinkBuilder taking(int... multiples) {
    LinkBuilder link = aLink("one").to("us", "one", 1);
    for (int multiple : multiples) {
      link.filter("{\"data\":{\"m%d\":[true]}}".formatted(multiple));
    }
    return link;
  }

  private void publish(int from, int until) {
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(from, until)
            .mapToObj(n -> MemoryMesh.event(json(n)))
            .toArray(Event[]::new));
  }

  private static String json(int n) {
    return "{\"n\":%d,\"m10\":%b,\"m5\":%b,\"m3\":%b}"
        .formatted(n, n % 10 == 0, n % 5 == 0, n % 3 == 0);
  }

  private static List<String> those(int from, int until, IntPredicate which) {
    return IntStream.range(from, until).filter(which).mapToObj(EngineBackfillTests::json).toList();
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private List<String> arrived() {
    return mesh.payloads("us", "one", 0).toList();
  }

  private void awaitArrived(List<String> wanted) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(arrived()).isEqualTo(wanted));
  }

  private void awaitEach(List<String> wanted) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(arrived()).containsExactlyInAnyOrderElementsOf(wanted));
  }

  private Position earliest() {
    return mesh.reader("eu").positionsAt(ORDERS, Instant.EPOCH).get(FIRST);
  }

  private Position end() {
    return mesh.reader("eu").ends(ORDERS).get(FIRST);
  }

  private PositionMove backfill(long number) {
    return backfill(number, earliest());
  }

  private static PositionMove backfill(long number, Position from) {
    return new PositionMove(number, List.of(new PositionMove.Place(0, from.value())), true);
  }

  private boolean recorded(long number) {
    return mesh.reader("us")
        .positions()
        .containsKey(new LinkPartition(new LinkId("one").move(number), FIRST));
  }

  /** What is published from now on is read with that filter. */
  private void awaitFilter(ManifestLink link) {
    List<String> wanted = link.filters().stream().map(JsonText::value).sorted().toList();
    LinkPartition key = new LinkPartition(link.id().filters(), FIRST);
    await()
        .until(
            () -> {
              Position text = mesh.reader("us").positions().get(key);
              FilterHistory history = text == null ? null : FilterHistory.parse(text.value());
              return history != null && history.filters().get(history.run().by()).equals(wanted);
            });
  }

  private void awaitRead(MemoryMesh.Relay relay) {
    await().until(() -> relay.report("one").state() == State.RUNNING);
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.reader("us").positions())
                    .containsEntry(new LinkPartition(new LinkId("one"), FIRST), end()));
  }

  /** Read with the tens alone up to there. */
  private MemoryMesh.Relay narrow(int until, DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(taking(10).promising(delivery).build()));
    publish(0, until);
    awaitArrived(those(0, until, TENS));
    awaitRead(relay);
    return relay;
  }

  @Test
  void bringsWhatTheWiderFilterTakesAndNothingTwiceAndGoesOn() {
    MemoryMesh.Relay relay = narrow(100, DeliveryClass.EFFECTIVELY_ONCE);
    relay.engine().apply(mesh.manifest(taking(5).build()));
    awaitFilter(taking(5).build());
    publish(100, 150);
    awaitArrived(all(those(0, 100, TENS), those(100, 150, FIVES)));

    relay.engine().apply(mesh.manifest(taking(5).moving(backfill(1)).build()));
    await().until(() -> recorded(1));
    publish(150, 200);

    awaitArrived(
        all(
            those(0, 100, TENS),
            those(100, 150, FIVES),
            those(0, 100, FIVES.and(TENS.negate())),
            those(150, 200, FIVES)));
  }

  @Test
  void bringsNothingAgainWhenItIsOrderedAgain() {
    MemoryMesh.Relay relay = narrow(60, DeliveryClass.EFFECTIVELY_ONCE);
    relay.engine().apply(mesh.manifest(taking(5).moving(backfill(1)).build()));
    List<String> once = all(those(0, 60, TENS), those(0, 60, FIVES.and(TENS.negate())));
    awaitArrived(once);
    awaitRead(relay);

    relay.engine().apply(mesh.manifest(taking(5).moving(backfill(1), backfill(2)).build()));
    await().until(() -> recorded(2));
    publish(60, 70);

    awaitArrived(all(once, those(60, 70, FIVES)));
    awaitRead(relay);
    ManifestLink wider = taking().moving(backfill(2), backfill(3)).build();
    relay.close();
    mesh.relay().engine().apply(mesh.manifest(wider));
    awaitArrived(all(once, those(60, 70, FIVES), those(0, 70, FIVES.negate())));
  }

  @Test
  void beginsWhereItIsToldAndNeverSkips() {
    MemoryMesh.Relay relay = narrow(40, DeliveryClass.EFFECTIVELY_ONCE);
    Position forty = end();
    publish(40, 80);
    awaitArrived(those(0, 80, TENS));
    awaitRead(relay);

    relay.engine().apply(mesh.manifest(taking(5).moving(backfill(1, forty)).build()));
    List<String> first = all(those(0, 80, TENS), those(40, 80, FIVES.and(TENS.negate())));
    awaitArrived(first);
    relay.close();
    publish(80, 100);
    MemoryMesh.Relay next = mesh.relay();
    next.engine()
        .apply(mesh.manifest(taking(5).moving(backfill(1, forty), backfill(2, end())).build()));

    awaitArrived(all(first, those(80, 100, FIVES)));
  }

  @Test
  void leavesOutByTheFilterOfEachTimeAlsoWhileTheFilterChangesInTheMiddle() {
    MemoryMesh.Relay relay = narrow(50, DeliveryClass.EFFECTIVELY_ONCE);
    relay.engine().apply(mesh.manifest(taking(3).build()));
    awaitFilter(taking(3).build());
    publish(50, 100);
    awaitArrived(all(those(0, 50, TENS), those(50, 100, n -> n % 3 == 0)));
    awaitRead(relay);
    relay.close();
    MemoryMesh.Relay next = mesh.relay();

    next.engine().apply(mesh.manifest(taking(3, 5).moving(backfill(1)).build()));
    List<String> once =
        all(
            those(0, 50, TENS),
            those(50, 100, n -> n % 3 == 0),
            those(0, 50, n -> (n % 3 == 0 || n % 5 == 0) && n % 10 != 0),
            those(50, 100, n -> n % 5 == 0 && n % 3 != 0));
    awaitArrived(once);
    awaitRead(next);
    next.engine().apply(mesh.manifest(taking().moving(backfill(1), backfill(2)).build()));

    awaitArrived(all(once, those(0, 100, n -> n % 3 != 0 && n % 5 != 0)));
  }

  @Test
  void refusesWhatItCannotKnowAndGoesOn() {
    SlotGroup group =
        new SlotGroup(
            new BrokerName("eu"),
            new BrokerName("us"),
            DeliveryClass.EFFECTIVELY_ONCE,
            new RegionName("us"),
            1);
    mesh.manifest(taking(5).build());
    publish(0, 50);
    mesh.commit(
        new SlotId(group, 0),
        Crossing.empty(new LinkId("one"), FIRST, earliest(), end(), Instant.now()));

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(taking(5).moving(backfill(1)).build()));
    publish(50, 60);

    awaitArrived(those(50, 60, FIVES));
    assertThat(recorded(1)).isFalse();
    assertThat(relay.report("one").problem()).contains("backfill was refused");
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"POLL", "FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE"})
  void losesAndRepeatsNothingWhateverCallFails(MemoryCall call) {
    MemoryMesh.Relay relay = narrow(EVENTS, DeliveryClass.EFFECTIVELY_ONCE);
    for (String broker : List.of("eu", "us")) {
      MemoryFaults faults = mesh.broker(broker).faults();
      for (int nth = 1; nth < 10; nth += 2) {
        faults.fail(FaultPoint.nth(nth, call));
        faults.loseAnswer(FaultPoint.nth(nth + 1, call));
      }
    }

    relay
        .engine()
        .apply(mesh.manifest(taking(5).maxBytesInFlight(4_000).moving(backfill(1)).build()));
    publish(EVENTS, EVENTS + 50);

    awaitEach(those(0, EVENTS + 50, FIVES));
    awaitRead(relay);
    awaitEach(those(0, EVENTS + 50, FIVES));
  }

  /** Dies while the target is away: what it had not committed is gone with it. */
  private void kill(MemoryMesh.Relay relay) {
    mesh.broker("us").faults().away();
    mesh.broker("us").expelSlotMembers();
    relay.close();
    mesh.broker("us").faults().clear();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void losesAndRepeatsNothingOverKillsFilterChangesAndClassChanges(long seed) {
    Random random = new Random(seed);
    kill(narrow(EVENTS, DeliveryClass.EFFECTIVELY_ONCE));
    int[][] filters = {{10, 3}, {5}, {5, 3}, {}};
    List<PositionMove> moves = new ArrayList<>();
    Position middle = mesh.reader("eu").range(FIRST, earliest(), EVENTS / 2).getLast().after();
    int published = EVENTS;
    for (int round = 0; round < 8; round++) {
      int[] filter = filters[Math.min(3, round / 2)];
      if (random.nextInt(3) > 0 || round > 5) {
        moves.add(
            backfill(moves.size() + 1, round < 5 && random.nextBoolean() ? middle : earliest()));
      }
      MemoryFaults faults = mesh.broker("us").faults();
      MemoryCall call = random.nextBoolean() ? MemoryCall.COMMIT : MemoryCall.FLUSH;
      int nth = 2 + random.nextInt(6);
      if (random.nextBoolean()) {
        faults.fail(FaultPoint.nth(nth, call));
      } else {
        faults.loseAnswer(FaultPoint.nth(nth, call));
      }
      MemoryMesh.Relay relay = mesh.relay();
      relay
          .engine()
          .apply(
              mesh.manifest(
                  taking(filter)
                      .maxBytesInFlight(2_000 + random.nextInt(2_000))
                      .moving(moves.toArray(PositionMove[]::new))
                      .build()));
      publish(published, published + 20);
      published += 20;
      int before = arrived().size();
      int some = random.nextInt(40);
      if (round < 7) {
        await()
            .until(
                () ->
                    arrived().size() >= before + some
                        || (relay.report("one").state() == State.RUNNING
                            && relay.report("one").lagEvents() == 0));
        kill(relay);
      } else {
        faults.clear();
        int last = published;
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(new LinkedHashSet<>(arrived())).hasSize(last));
        awaitRead(relay);
      }
    }

    assertThat(arrived()).doesNotHaveDuplicates();
    assertThat(arrived()).containsExactlyInAnyOrderElementsOf(those(0, published, n -> true));
  }

  @Test
  void goesOnWithABackfillInAnotherClass() {
    MemoryMesh.Relay relay = narrow(EVENTS, DeliveryClass.EFFECTIVELY_ONCE);
    PositionMove move = backfill(1);
    MemoryFaults.Hang hang = mesh.broker("us").faults().hang(FaultPoint.nth(3, MemoryCall.COMMIT));
    relay.engine().apply(mesh.manifest(taking(5).maxBytesInFlight(2_000).moving(move).build()));
    await().until(hang::isReached);
    hang.release();
    relay
        .engine()
        .apply(mesh.manifest(taking(5).promising(DeliveryClass.AT_MOST_ONCE).moving(move).build()));
    relay.engine().apply(mesh.manifest(taking(5).moving(move, backfill(2)).build()));
    publish(EVENTS, EVENTS + 20);

    awaitEach(those(0, EVENTS + 20, FIVES));
  }

  @Test
  void losesNothingAtLeastOnce() {
    MemoryMesh.Relay relay = narrow(EVENTS, DeliveryClass.AT_LEAST_ONCE);
    MemoryFaults faults = mesh.broker("us").faults();
    for (int nth = 2; nth < 12; nth += 2) {
      faults.fail(FaultPoint.nth(nth, MemoryCall.COMMIT));
      faults.loseAnswer(FaultPoint.nth(nth + 1, MemoryCall.COMMIT));
    }

    relay
        .engine()
        .apply(
            mesh.manifest(
                taking(5)
                    .promising(DeliveryClass.AT_LEAST_ONCE)
                    .maxBytesInFlight(3_000)
                    .moving(backfill(1))
                    .build()));

    await()
        .untilAsserted(
            () ->
                assertThat(new LinkedHashSet<>(arrived()))
                    .containsExactlyInAnyOrderElementsOf(those(0, EVENTS, FIVES)));
  }
}
