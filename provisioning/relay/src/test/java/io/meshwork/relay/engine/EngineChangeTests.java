package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport.State;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineChangeTests {
  private final MemoryMesh mesh = new MemoryMesh();
  private final ManifestLink one = aLink("one").to("us", "one", 1).build();
  private final ManifestLink two = aLink("two").to("us", "two", 1).build();
  private final ManifestLink latest =
      aLink("latest").to("us", "two", 1).startingAt(new StartAt.Latest()).build();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "one", 1);
    mesh.topic("us", "two", 1);
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  private void awaitNumbers(String topic, int from, int until) {
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.payloads("us", topic, 0).toList()).isEqualTo(numbers(from, until)));
  }

  @Test
  void addsALinkFromTheBeginningWithoutRepeatingForOthers() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one));
    mesh.publishNumbers("eu", "orders", 0, 0, 50);
    awaitNumbers("one", 0, 50);
    long fences = mesh.broker("us").faults().calls(MemoryCall.FENCE);

    relay.engine().apply(mesh.manifest(one, two));
    mesh.publishNumbers("eu", "orders", 0, 50, 100);

    awaitNumbers("two", 0, 100);
    awaitNumbers("one", 0, 100);
    await().untilAsserted(() -> assertThat(relay.report("one").events()).isEqualTo(100));
    assertThat(mesh.broker("us").faults().calls(MemoryCall.FENCE)).isEqualTo(fences);
  }

  @Test
  void addsALinkFromTheNextEvent() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one));
    mesh.publishNumbers("eu", "orders", 0, 0, 50);
    awaitNumbers("one", 0, 50);

    relay.engine().apply(mesh.manifest(one, latest));
    await().until(() -> mesh.begun("us") == 2);
    mesh.publishNumbers("eu", "orders", 0, 50, 100);

    awaitNumbers("two", 50, 100);
    awaitNumbers("one", 0, 100);
  }

  @Test
  void removesALinkAndTakesItUpAgainWhereItWas() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one, two));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitNumbers("two", 0, 10);

    relay.engine().apply(mesh.manifest(one));
    assertThat(relay.figures().reports()).hasSize(1);
    mesh.publishNumbers("eu", "orders", 0, 10, 20);
    awaitNumbers("one", 0, 20);
    relay.engine().apply(mesh.manifest(one, two));

    awaitNumbers("two", 0, 20);
    awaitNumbers("one", 0, 20);
  }

  @Test
  void changesAFilterWhereTheLinkStands() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one, two));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitNumbers("one", 0, 10);
    awaitNumbers("two", 0, 10);

    ManifestLink filtered =
        aLink("one").to("us", "one", 1).filter("{\"data\":{\"n\":[12]}}").build();
    relay.engine().apply(mesh.manifest(filtered, two));
    await().until(() -> relay.report("one").state() == State.RUNNING);
    mesh.publishNumbers("eu", "orders", 0, 10, 20);

    awaitNumbers("two", 0, 20);
    await().untilAsserted(() -> assertThat(relay.report("one").filtered()).isEqualTo(9));
    assertThat(mesh.payloads("us", "one", 0)).hasSize(11);
  }

  @Test
  void keepsThePartitionOrGoesByKey() {
    mesh.topic("eu", "four", 4);
    mesh.topic("us", "four", 4);
    mesh.topic("us", "seven", 7);
    mesh.relay()
        .engine()
        .apply(
            mesh.manifest(
                aLink("same").from("eu", "four", 4).to("us", "four", 4).slots(2).build(),
                aLink("other").from("eu", "four", 4).to("us", "seven", 7).slots(2).build()));

    for (int partition = 0; partition < 4; partition++) {
      mesh.publishNumbers("eu", "four", partition, 0, 10);
    }

    for (int partition = 0; partition < 4; partition++) {
      int number = partition;
      await()
          .untilAsserted(
              () ->
                  assertThat(mesh.payloads("us", "four", number).toList())
                      .isEqualTo(numbers(0, 10)));
    }
    await()
        .untilAsserted(
            () -> {
              long[] counts = new long[7];
              for (int partition = 0; partition < 7; partition++) {
                counts[partition] = mesh.payloads("us", "seven", partition).count();
              }
              assertThat(counts).containsOnlyOnce(40);
            });
  }

  @Test
  void readsAnAddedPartitionFromItsBeginningEvenWhenStartedWithTheLatest() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(latest));
    await().until(() -> mesh.begun("us") == 1);
    mesh.broker("us").foreigner().deleteTopic(new ChannelAddress("two"));
    mesh.topic("us", "two", 2);
    Event added = MemoryMesh.numbered(7);

    mesh.widen("eu", "orders", 2);
    mesh.publish("eu", "orders", 1, added);

    await()
        .untilAsserted(
            () ->
                assertThat(
                        List.of(mesh.read("us", "two", 0), mesh.read("us", "two", 1)).stream()
                            .flatMap(List::stream))
                    .containsExactly(added));
  }

  @Test
  void saysWhatIsWrongWithAGroupAndRunsTheOthers() {
    Manifest good = mesh.manifest(one, aLink("bad").from("ap", "x", 1).to("us", "two", 1).build());
    Manifest manifest =
        new Manifest(
            good.format(),
            good.requires(),
            good.installation(),
            good.region(),
            good.revision(),
            good.brokers().stream()
                .map(
                    broker ->
                        broker.name().value().equals("ap")
                            ? new ManifestBroker(
                                broker.name(),
                                broker.transport(),
                                broker.region(),
                                Map.of("nonsense", "1"))
                            : broker)
                .toList(),
            good.links(),
            List.of(),
            List.of());
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(manifest);
    mesh.publishNumbers("eu", "orders", 0, 0, 5);

    awaitNumbers("one", 0, 5);
    await().untilAsserted(() -> assertThat(relay.report("bad").problem()).contains("Setting"));
    assertThat(relay.report("bad").state()).isEqualTo(State.RETRYING);

    mesh.topic("ap", "x", 1);
    mesh.publishNumbers("ap", "x", 0, 0, 5);
    relay.engine().apply(good);
    awaitNumbers("two", 0, 5);
  }

  @Test
  void waitsForAChannelThatIsNotThereYet() {
    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(mesh.manifest(one, aLink("late").from("eu", "late", 1).to("us", "two", 1).build()));
    await()
        .untilAsserted(
            () -> assertThat(relay.report("late").problem()).contains("late").contains("eu"));
    assertThat(relay.report("late").state()).isEqualTo(State.STARTING);

    mesh.topic("eu", "late", 1);
    mesh.publishNumbers("eu", "late", 0, 0, 5);

    awaitNumbers("two", 0, 5);
    await().until(() -> relay.report("late").state() == State.RUNNING);
  }

  @Test
  void neverHoldsMoreThanItsBytes() {
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK.withMaxBytes(400_000));
    byte[] payload = new byte[9_000];
    for (int i = 0; i < 20; i++) {
      Event[] events = new Event[25];
      Arrays.setAll(events, n -> new Event(null, payload, List.of(), n));
      mesh.publish("eu", "orders", 0, events);
    }
    relay
        .engine()
        .apply(
            mesh.manifest(
                aLink("one").to("us", "one", 1).maxBytesInFlight(50_000).build(),
                aLink("two").to("us", "two", 1).maxBytesInFlight(100_000).build()));

    await()
        .until(
            () -> {
              assertThat(relay.engine().bytesHeld()).isLessThanOrEqualTo(400_000);
              assertThat(relay.report("one").bytesInFlight()).isLessThanOrEqualTo(50_000);
              assertThat(relay.report("two").bytesInFlight()).isLessThanOrEqualTo(100_000);
              return mesh.read("us", "one", 0).size() == 500
                  && mesh.read("us", "two", 0).size() == 500;
            });
    await().untilAsserted(() -> assertThat(relay.report("two").bytes()).isEqualTo(4_500_000));
  }
}
