package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the target has taken comes once, also where it is seen as soon as it is written. */
class EngineRepeatTests {
  private static final int EVENTS = 200;

  private final MemoryMesh mesh = new MemoryMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  private static LinkBuilder link(DeliveryClass delivery) {
    return aLink("a").promising(delivery);
  }

  private List<String> arrived(int partition) {
    return mesh.payloads("us", "orders.from.eu", partition).toList();
  }

  private long letters() {
    return mesh.read("us", "dead", 0).stream()
        .map(DeadRecord::of)
        .filter(DeadRecord.Letter.class::isInstance)
        .count();
  }

  private void publishWithLargeOnes(int... large) {
    List<Event> events = new ArrayList<>();
    for (int number = 0; number < EVENTS; number++) {
      for (int each : large) {
        if (each == number) {
          events.add(MemoryMesh.event("{\"large\":\"%s\"}".formatted("x".repeat(2_000))));
        }
      }
      events.add(MemoryMesh.numbered(number));
    }
    mesh.publish("eu", "orders", 0, events.toArray(Event[]::new));
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryClass.class,
      names = {"AT_LEAST_ONCE", "EFFECTIVELY_ONCE"})
  void eventsWrittenWithOneThatIsRefusedComeOnce(DeliveryClass delivery) {
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", 1_000);
    mesh.topic("us", "dead", 1);
    publishWithLargeOnes(20, 77, 160);

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(link(delivery).burying("dead").build()));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(relay.report("a").refused()).isEqualTo(3));
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(EVENTS));
    assertThat(arrived(0)).isEqualTo(numbers(0, EVENTS));
    assertThat(letters()).isEqualTo(3);
    mesh.publishNumbers("eu", "orders", 0, EVENTS, EVENTS + 50);
    await().untilAsserted(() -> assertThat(arrived(0)).isEqualTo(numbers(0, EVENTS + 50)));
  }

  @Test
  void atMostOnceWritesNothingTwice() {
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", 1_000);
    publishWithLargeOnes(77);
    for (int number = 0; number < EVENTS; number++) {
      mesh.publishNumbers("eu", "orders", 0, EVENTS + number, EVENTS + number + 1);
    }

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(link(DeliveryClass.AT_MOST_ONCE).build()));
    await()
        .untilAsserted(
            () ->
                assertThat(relay.report("a").events() + relay.report("a").refused())
                    .isEqualTo(2 * EVENTS + 1));

    assertThat(arrived(0)).doesNotHaveDuplicates().hasSize((int) relay.report("a").events());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsStoredBesideAPartitionThatIsAwayComesOnce(boolean withAnother) {
    mesh.topic("eu", "orders", 2);
    mesh.topic("us", "orders.from.eu", 1);
    mesh.topic("us", "other", 2);
    ManifestLink one =
        aLink("a")
            .promising(DeliveryClass.AT_LEAST_ONCE)
            .from("eu", "orders", 2)
            .to("us", "orders.from.eu", 2)
            .build();
    ManifestLink other =
        aLink("b")
            .promising(DeliveryClass.AT_LEAST_ONCE)
            .from("eu", "orders", 2)
            .to("us", "other", 2)
            .build();
    for (int from = 0; from < EVENTS; from += 20) {
      mesh.publishNumbers("eu", "orders", 0, from, from + 20);
      mesh.publishNumbers("eu", "orders", 1, from, from + 20);
    }

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(withAnother ? mesh.manifest(one, other) : mesh.manifest(one));
    await().until(() -> relay.report("a").state() == State.RETRYING);
    await().until(() -> relay.report("a").events() == EVENTS);
    mesh.publishNumbers("eu", "orders", 0, EVENTS, EVENTS + 50);
    await().untilAsserted(() -> assertThat(arrived(0)).isEqualTo(numbers(0, EVENTS + 50)));
    mesh.widen("us", "orders.from.eu", 2);

    await().untilAsserted(() -> assertThat(arrived(1)).isEqualTo(numbers(0, EVENTS)));
    await().until(() -> relay.report("a").events() == 2 * EVENTS + 50);
    assertThat(arrived(0)).isEqualTo(numbers(0, EVENTS + 50));
    if (withAnother) {
      for (int partition : new int[] {0, 1}) {
        assertThat(mesh.payloads("us", "other", partition).toList())
            .isEqualTo(numbers(0, partition == 0 ? EVENTS + 50 : EVENTS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void commitsAndReadsThatFailRepeatNothing(int seed) {
    Random random = new Random(seed);
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", 1_000);
    mesh.topic("us", "dead", 1);
    publishWithLargeOnes(20, 77, 160);
    for (int fault = 0; fault < 5; fault++) {
      mesh.broker("us").faults().fail(FaultPoint.nth(1 + random.nextInt(8), MemoryCall.COMMIT));
      mesh.broker("us").faults().fail(FaultPoint.nth(1 + random.nextInt(8), MemoryCall.FLUSH));
      mesh.broker("eu").faults().fail(FaultPoint.nth(1 + random.nextInt(20), MemoryCall.POLL));
    }

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(link(DeliveryClass.AT_LEAST_ONCE).burying("dead").build()));
    for (int from = EVENTS; from < 2 * EVENTS; from += 20) {
      mesh.publishNumbers("eu", "orders", 0, from, from + 20);
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(arrived(0)).hasSizeGreaterThanOrEqualTo(2 * EVENTS));
    await().until(() -> relay.report("a").refused() == 3);
    assertThat(arrived(0)).isEqualTo(numbers(0, 2 * EVENTS));
    assertThat(letters()).isEqualTo(3);
  }

  @Test
  void whatWasStoredBeforeAPositionMoveComesAgainAfterIt() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 1);
    MemoryMesh.Relay relay = mesh.relay();
    LinkBuilder link = link(DeliveryClass.AT_LEAST_ONCE);
    relay.engine().apply(mesh.manifest(link.build()));
    await().until(() -> relay.report("a").events() == 1);
    mesh.broker("us").faults().fail(FaultPoint.every(MemoryCall.COMMIT));
    mesh.publishNumbers("eu", "orders", 0, 1, EVENTS);
    await().until(() -> arrived(0).size() == EVENTS && relay.report("a").state() == State.RETRYING);

    ChannelAddress orders = new ChannelAddress("orders");
    String earliest =
        mesh.reader("eu")
            .positionsAt(orders, Instant.EPOCH)
            .get(new SourcePartition(orders, 0))
            .value();
    relay
        .engine()
        .apply(
            mesh.manifest(
                link.moving(new PositionMove(1, List.of(new PositionMove.Place(0, earliest))))
                    .build()));
    mesh.broker("us").faults().clear();

    List<String> twice = new ArrayList<>(numbers(0, EVENTS));
    twice.addAll(numbers(0, EVENTS));
    await().untilAsserted(() -> assertThat(arrived(0)).isEqualTo(twice));
  }

  @Test
  void keysThatLieInOtherPartitionsKeepTheirOrder() {
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", 1_000);
    mesh.widen("us", "orders.from.eu", 3);
    mesh.topic("us", "dead", 1);
    Event[] events =
        IntStream.range(0, EVENTS)
            .mapToObj(
                number ->
                    new Event(
                        ("key" + number % 7).getBytes(StandardCharsets.UTF_8),
                        (number % 50 == 3 ? "x".repeat(2_000) : "{\"n\":%d}".formatted(number))
                            .getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        number))
            .toArray(Event[]::new);
    mesh.publish("eu", "orders", 0, events);

    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(
            mesh.manifest(
                link(DeliveryClass.AT_LEAST_ONCE)
                    .to("us", "orders.from.eu", 3)
                    .burying("dead")
                    .build()));

    await().until(() -> relay.report("a").refused() == 4);
    List<Event> all = new ArrayList<>();
    for (int partition = 0; partition < 3; partition++) {
      List<Event> there = mesh.read("us", "orders.from.eu", partition);
      assertThat(there).isSortedAccordingTo((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
      all.addAll(there);
    }
    assertThat(all).hasSize(EVENTS - 4).doesNotHaveDuplicates();
  }
}
