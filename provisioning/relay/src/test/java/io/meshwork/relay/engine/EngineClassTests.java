package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.Manifest;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.spi.Crossing;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each class promises while calls fail, their answers get lost, and relays die. */
class EngineClassTests {
  private static final String TARGET = "orders.from.eu";
  private static final int EVENTS = 100;

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void topics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", TARGET, 1);
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"POLL", "FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE"})
  void losesNothingAtLeastOnceAndKeepsTheOrderOfFirstOccurrences(MemoryCall call) {
    MemoryMesh.Relay relay = relayUnderFaults(call, DeliveryClass.AT_LEAST_ONCE);

    await()
        .untilAsserted(
            () ->
                assertThat(firstOccurrences())
                    .containsExactlyElementsOf(MemoryMesh.numbers(0, EVENTS)));
    await().until(() -> relay.report("a").events() == EVENTS);
    assertThat(passed()).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"POLL", "FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE"})
  void repeatsNothingAtMostOnceAndCountsWhatItLoses(MemoryCall call) {
    MemoryMesh.Relay relay = relayUnderFaults(call, DeliveryClass.AT_MOST_ONCE);

    await()
        .until(
            () -> {
              LinkReport report = relay.report("a");
              return report.events() + report.refused() == EVENTS;
            });
    assertThat(arrived()).doesNotHaveDuplicates();
    assertThat(MemoryMesh.numbers(0, EVENTS)).containsSubsequence(arrived());
    // An event whose answer was lost is there and counted as lost: nobody could know.
    assertThat(arrived()).hasSizeBetween((int) relay.report("a").events(), EVENTS);
  }

  private MemoryMesh.Relay relayUnderFaults(MemoryCall call, DeliveryClass delivery) {
    for (String broker : List.of("eu", "us")) {
      MemoryFaults faults = mesh.broker(broker).faults();
      for (int nth = 1; nth < 6; nth += 2) {
        faults.fail(FaultPoint.nth(nth, call));
        faults.loseAnswer(FaultPoint.nth(nth + 1, call));
      }
    }
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").promising(delivery).build()));
    for (int i = 0; i < EVENTS; i += 10) {
      mesh.publishNumbers("eu", "orders", 0, i, i + 10);
      int sofar = i + 10;
      await()
          .until(
              () -> {
                LinkReport report = relay.report("a");
                return report.events() + report.refused() >= sofar;
              });
    }
    return relay;
  }

  @Test
  void goesOnWhereItStoodWhenItsClassChanges() {
    MemoryMesh.Relay relay = mesh.relay();
    DeliveryClass[] classes = {
      DeliveryClass.EFFECTIVELY_ONCE,
      DeliveryClass.AT_LEAST_ONCE,
      DeliveryClass.EFFECTIVELY_ONCE,
      DeliveryClass.AT_MOST_ONCE,
      DeliveryClass.EFFECTIVELY_ONCE
    };

    for (int i = 0; i < classes.length; i++) {
      relay.engine().apply(mesh.manifest(aLink("a").promising(classes[i]).build()));
      mesh.publishNumbers("eu", "orders", 0, i * 20, i * 20 + 20);
      int sofar = i * 20 + 20;
      await().untilAsserted(() -> assertThat(arrived()).isEqualTo(MemoryMesh.numbers(0, sofar)));
      await()
          .until(
              () -> {
                try (var reader = mesh.reader("us")) {
                  return reader.crossings(Instant.EPOCH, Integer.MAX_VALUE).stream()
                          .mapToLong(Crossing::passed)
                          .sum()
                      == sofar;
                }
              });
    }
  }

  @Test
  void writesNothingTwiceWhileAnotherRelayHasNotHeardOfTheNewClass() {
    MemoryMesh.Relay late = mesh.relay();
    MemoryMesh.Relay informed = mesh.relay();
    Manifest before = mesh.manifest(aLink("a").promising(DeliveryClass.EFFECTIVELY_ONCE).build());
    late.engine().apply(before);
    mesh.publishNumbers("eu", "orders", 0, 0, 50);
    await().until(() -> arrived().size() == 50);

    Manifest after = mesh.manifest(aLink("a").promising(DeliveryClass.AT_MOST_ONCE).build());
    informed.engine().apply(after);
    mesh.publishNumbers("eu", "orders", 0, 50, 100);
    await().until(() -> arrived().size() >= 100);
    late.engine().apply(after);
    mesh.publishNumbers("eu", "orders", 0, 100, 150);

    await().until(() -> arrived().size() >= 150);
    assertThat(arrived()).isEqualTo(MemoryMesh.numbers(0, 150));
  }

  @Test
  void losesAtMostOneBatchWhenTheTargetRefusesIt() {
    mesh.broker("us").faults().closeChannel(new ChannelAddress(TARGET), "the disk is full");
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").promising(DeliveryClass.AT_MOST_ONCE).build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    await().until(() -> relay.report("a").refused() == 10);
    assertThat(relay.report("a").problem()).contains("at-most-once", "the disk is full");

    mesh.broker("us").faults().openChannel(new ChannelAddress(TARGET));
    mesh.publishNumbers("eu", "orders", 0, 10, 20);

    await().until(() -> arrived().equals(MemoryMesh.numbers(10, 20)));
    assertThat(relay.report("a").events()).isEqualTo(10);
  }

  @Test
  void losesOnlyTheEventThatIsTooLarge() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").promising(DeliveryClass.AT_MOST_ONCE).build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    mesh.publish("eu", "orders", 0, new Event(null, new byte[17 << 20], List.of(), 1));
    mesh.publishNumbers("eu", "orders", 0, 5, 10);

    await().until(() -> arrived().equals(MemoryMesh.numbers(0, 10)));
    await().until(() -> relay.report("a").refused() == 1);
  }

  private List<String> arrived() {
    return mesh.payloads("us", TARGET, 0).toList();
  }

  private Set<String> firstOccurrences() {
    return new LinkedHashSet<>(arrived());
  }

  private long passed() {
    mesh.broker("us").faults().clear();
    try (var reader = mesh.reader("us")) {
      return reader.crossings(Instant.EPOCH, Integer.MAX_VALUE).stream()
          .mapToLong(Crossing::passed)
          .sum();
    }
  }
}
