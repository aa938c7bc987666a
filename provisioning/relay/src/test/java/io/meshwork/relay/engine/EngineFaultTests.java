package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport.State;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.TransportError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineFaultTests {
  private static final ChannelAddress TARGET = new ChannelAddress("orders.from.eu");
  private static final ChannelAddress SOURCE = new ChannelAddress("orders");

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
  }

  @AfterEach
  void close() {
    mesh.broker("eu").faults().clear();
    mesh.broker("us").faults().clear();
    mesh.close();
  }

  private void awaitNumbers(int until) {
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.payloads("us", "orders.from.eu", 0).toList())
                    .isEqualTo(numbers(0, until)));
  }

  @Test
  void losesNothingAndRepeatsNothingWhileTheTargetIsAway() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitNumbers(10);

    mesh.broker("us").faults().away();
    mesh.publishNumbers("eu", "orders", 0, 10, 30);
    await().until(() -> relay.report("a").state() == State.RETRYING);
    assertThat(relay.report("a").problem()).contains("us");
    mesh.broker("us").faults().back();

    awaitNumbers(30);
    await().until(() -> relay.report("a").state() == State.RUNNING);
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(30));
    assertThat(relay.report("a").problem()).isNull();
  }

  @Test
  void goesOnWhenTheSourceIsBack() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitNumbers(10);

    mesh.broker("eu").faults().away();
    await().until(() -> relay.report("a").state() == State.RETRYING);
    mesh.publishNumbers("eu", "orders", 0, 10, 30);
    mesh.broker("eu").faults().back();

    awaitNumbers(30);
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"POLL", "DESCRIBE", "FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE", "READ"})
  void countsEveryEventOnceWhenAnyCallFailsOrLosesItsAnswer(MemoryCall call) {
    MemoryMesh.Relay relay = mesh.relay();
    for (String broker : List.of("eu", "us")) {
      MemoryFaults faults = mesh.broker(broker).faults();
      for (int nth = 1; nth < 6; nth += 2) {
        faults.fail(FaultPoint.nth(nth, call));
        faults.loseAnswer(FaultPoint.nth(nth + 1, call));
      }
    }
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    for (int i = 0; i < 10; i++) {
      mesh.publishNumbers("eu", "orders", 0, i * 10, i * 10 + 10);
      int sofar = (i + 1) * 10;
      awaitNumbers(sofar);
    }

    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(100));
    assertThat(relay.report("a").bytesInFlight()).isZero();
    mesh.broker("us").faults().clear();
    assertThat(passed("us")).isEqualTo(100);
  }

  private long passed(String broker) {
    try (var reader = mesh.reader(broker)) {
      return reader.crossings(Instant.EPOCH, Integer.MAX_VALUE).stream()
          .mapToLong(Crossing::passed)
          .sum();
    }
  }

  @Test
  void waitsForAClosedChannelAndSaysWhy() {
    mesh.broker("us").faults().closeChannel(TARGET, "the disk is full");
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);

    await()
        .untilAsserted(() -> assertThat(relay.report("a").problem()).contains("the disk is full"));
    assertThat(relay.report("a").state()).isEqualTo(State.RETRYING);
    await().until(() -> relay.report("a").retries() >= 20);
    mesh.broker("us").faults().openChannel(TARGET);

    awaitNumbers(10);
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(10));
  }

  @Test
  void recordsARefusedEventAndGoesOn() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    mesh.publish("eu", "orders", 0, new Event(null, new byte[3 << 20], List.of(), 1));
    mesh.publishNumbers("eu", "orders", 0, 5, 10);

    awaitNumbers(10);
    await().untilAsserted(() -> assertThat(relay.report("a").refused()).isEqualTo(1));
    assertThat(relay.report("a").events()).isEqualTo(10);
    assertThat(relay.report("a").problem()).contains("refused");
    try (var reader = mesh.reader("us")) {
      assertThat(reader.crossings(Instant.EPOCH, 1000))
          .extracting(Crossing::refused)
          .containsOnlyOnce(1L);
    }
  }

  @Test
  void stopsAPartitionAtAGapAndMovesTheOthers() {
    mesh.topic("eu", "wide", 2);
    mesh.topic("us", "wide.from.eu", 2);
    var link = aLink("w").from("eu", "wide", 2).to("us", "wide.from.eu", 2).build();
    try (MemoryMesh.Relay first = mesh.relay()) {
      first.engine().apply(mesh.manifest(link));
      mesh.publishNumbers("eu", "wide", 0, 0, 5);
      await().until(() -> mesh.payloads("us", "wide.from.eu", 0).count() == 5);
    }
    mesh.publishNumbers("eu", "wide", 0, 5, 20);
    mesh.publishNumbers("eu", "wide", 1, 0, 5);
    mesh.broker("eu").foreigner().expire(new ChannelAddress("wide"), 0, 10);

    MemoryMesh.Relay second = mesh.relay();
    second.engine().apply(mesh.manifest(link));

    await().until(() -> mesh.payloads("us", "wide.from.eu", 1).count() == 5);
    await().until(() -> second.report("w").state() == State.STOPPED);
    assertThat(second.report("w").gaps()).isEqualTo(1);
    assertThat(second.report("w").problem()).contains("wide/0").contains("until");
    assertThat(mesh.payloads("us", "wide.from.eu", 0)).hasSize(5);
    mesh.publishNumbers("eu", "wide", 1, 5, 9);
    await().until(() -> mesh.payloads("us", "wide.from.eu", 1).count() == 9);
  }

  @Test
  void sharesSlotsAmongRelaysAndTakesOverFromOneThatHangs() {
    mesh.broker("us").sessionTimeout(Duration.ofSeconds(1));
    mesh.topic("eu", "wide", 8);
    mesh.topic("us", "wide.from.eu", 8);
    var link = aLink("w").from("eu", "wide", 8).to("us", "wide.from.eu", 8).slots(4).build();
    MemoryMesh.Relay first = mesh.relay();
    MemoryMesh.Relay second = mesh.relay();
    first.engine().apply(mesh.manifest(link));
    second.engine().apply(mesh.manifest(link));
    await()
        .untilAsserted(
            () -> {
              assertThat(first.report("w").partitions() + second.report("w").partitions())
                  .isEqualTo(8);
              assertThat(first.report("w").partitions()).isBetween(1, 7);
            });

    for (int partition = 0; partition < 8; partition++) {
      mesh.publishNumbers("eu", "wide", partition, 0, 50);
    }
    awaitWide(50);
    mesh.broker("us").expelSlotMembers();
    for (int partition = 0; partition < 8; partition++) {
      mesh.publishNumbers("eu", "wide", partition, 50, 100);
    }
    awaitWide(100);
    second.close();
    for (int partition = 0; partition < 8; partition++) {
      mesh.publishNumbers("eu", "wide", partition, 100, 150);
    }
    awaitWide(150);
    await().untilAsserted(() -> assertThat(first.report("w").partitions()).isEqualTo(8));
  }

  private void awaitWide(int until) {
    for (int partition = 0; partition < 8; partition++) {
      int number = partition;
      await()
          .untilAsserted(
              () ->
                  assertThat(mesh.payloads("us", "wide.from.eu", number).toList())
                      .isEqualTo(numbers(0, until)));
    }
  }

  @Test
  void neverWritesAgainOnceFenced() {
    MemoryMesh.Relay zombie = mesh.relay();
    zombie.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitNumbers(10);
    MemoryFaults.Hang hang = mesh.broker("us").faults().hang(FaultPoint.next(MemoryCall.FLUSH));
    mesh.publishNumbers("eu", "orders", 0, 10, 20);
    await().until(hang::isReached);
    mesh.broker("us").expelSlotMembers();

    MemoryMesh.Relay heir = mesh.relay();
    heir.engine().apply(mesh.manifest(aLink("a").build()));
    awaitNumbers(20);
    hang.release();
    mesh.publishNumbers("eu", "orders", 0, 20, 40);

    awaitNumbers(40);
  }

  @Test
  void finishesWhatIsReadWhenStopped() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 500);
    await().until(() -> mesh.payloads("us", "orders.from.eu", 0).findAny().isPresent());

    relay.close();

    long moved = mesh.payloads("us", "orders.from.eu", 0).count();
    assertThat(passed("us")).isEqualTo(moved);
    assertThat(relay.report("a").bytesInFlight()).isZero();
    mesh.relay().engine().apply(mesh.manifest(aLink("a").build()));
    awaitNumbers(500);
  }

  @Test
  void triesAgainWhenTheLeaseOrTheFenceIsRefused() {
    mesh.broker("us").faults().fail(FaultPoint.next(MemoryCall.LEASE), TransportError.THROTTLED);
    mesh.broker("us").faults().fail(FaultPoint.next(MemoryCall.FENCE), TransportError.FENCED);
    mesh.publishNumbers("eu", "orders", 0, 0, 3);

    mesh.relay().engine().apply(mesh.manifest(aLink("a").build()));

    awaitNumbers(3);
  }

  @Test
  void passesWhatFollowsAbortedEventsAndKeepsEmptiesAndTombstones() {
    mesh.broker("eu")
        .foreigner()
        .publishAborted(SOURCE, 0, List.of(MemoryMesh.numbered(99), MemoryMesh.numbered(98)));
    List<Event> odd =
        List.of(
            new Event(null, null, List.of(), 5),
            new Event(new byte[0], new byte[0], List.of(), 6),
            new Event(
                "k".getBytes(StandardCharsets.UTF_8),
                "no json".getBytes(StandardCharsets.UTF_8),
                List.of(),
                7));
    mesh.publish("eu", "orders", 0, odd.toArray(Event[]::new));

    mesh.relay().engine().apply(mesh.manifest(aLink("a").build()));

    await().untilAsserted(() -> assertThat(mesh.read("us", "orders.from.eu", 0)).isEqualTo(odd));
  }
}
