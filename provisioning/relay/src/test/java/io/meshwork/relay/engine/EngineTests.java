package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport.State;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineTests {
  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  private void awaitNumbers(String topic, int until) {
    await()
        .untilAsserted(
            () -> assertThat(mesh.payloads("us", topic, 0).toList()).isEqualTo(numbers(0, until)));
  }

  @Test
  void movesEventsUnchangedAndInOrder() {
    mesh.publishNumbers("eu", "orders", 0, 0, 100);

    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    awaitNumbers("orders.from.eu", 100);
    mesh.publishNumbers("eu", "orders", 0, 100, 150);

    awaitNumbers("orders.from.eu", 150);
    assertThat(mesh.read("us", "orders.from.eu", 0)).isEqualTo(mesh.read("eu", "orders", 0));
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(150));
    assertThat(relay.report("a").state()).isEqualTo(State.RUNNING);
    assertThat(relay.report("a").bytesInFlight()).isZero();
    assertThat(relay.report("a").latency().count()).isEqualTo(150);
  }

  @Test
  void goesOnAfterARestartWhereItStopped() {
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    try (MemoryMesh.Relay first = mesh.relay()) {
      first.engine().apply(mesh.manifest(aLink("a").build()));
      awaitNumbers("orders.from.eu", 10);
    }
    mesh.publishNumbers("eu", "orders", 0, 10, 20);

    mesh.relay().engine().apply(mesh.manifest(aLink("a").build()));

    awaitNumbers("orders.from.eu", 20);
  }

  @Test
  void keepsTheStartOfALinkThatHasSeenNoEventYet() {
    mesh.publishNumbers("eu", "orders", 0, 100, 110);
    try (MemoryMesh.Relay first = mesh.relay()) {
      first.engine().apply(mesh.manifest(aLink("a").startingAt(new StartAt.Latest()).build()));
      await().until(() -> !mesh.reader("us").positions().isEmpty());
    }
    mesh.publishNumbers("eu", "orders", 0, 0, 5);

    mesh.relay().engine().apply(mesh.manifest(aLink("a").startingAt(new StartAt.Latest()).build()));

    awaitNumbers("orders.from.eu", 5);
  }

  @Test
  void startsAtAMoment() {
    Instant later = Instant.now().plusSeconds(60);
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    mesh.publish(
        "eu",
        "orders",
        0,
        new Event(
            null,
            "{\"n\":0}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            List.of(),
            later.toEpochMilli()));

    mesh.relay()
        .engine()
        .apply(mesh.manifest(aLink("a").startingAt(new StartAt.Moment(later)).build()));

    awaitNumbers("orders.from.eu", 1);
  }

  @Test
  void readsOnceForAllLinksAndWritesWhatEachFilterTakes() {
    for (String topic : new String[] {"small", "large", "all"}) {
      mesh.topic("us", topic, 1);
    }
    mesh.publishNumbers("eu", "orders", 0, 0, 100);

    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(
            mesh.manifest(
                aLink("all").to("us", "all", 1).build(),
                aLink("large")
                    .to("us", "large", 1)
                    .filter("{\"data\":{\"n\":[{\"numeric\":[\">=\",90]}]}}")
                    .build(),
                aLink("small")
                    .to("us", "small", 1)
                    .filter("{\"data\":{\"n\":[{\"numeric\":[\"<\",10]}]}}")
                    .filter("{\"data\":{\"n\":[50]}}")
                    .build()));

    awaitNumbers("all", 100);
    await()
        .untilAsserted(
            () -> assertThat(mesh.payloads("us", "large", 0).toList()).isEqualTo(numbers(90, 100)));
    assertThat(mesh.payloads("us", "small", 0)).hasSize(11).contains("{\"n\":50}");
    await()
        .untilAsserted(
            () -> {
              assertThat(relay.report("small").filtered()).isEqualTo(89);
              assertThat(relay.report("large").filtered()).isEqualTo(90);
              assertThat(relay.report("all").filtered()).isZero();
            });
  }
}
