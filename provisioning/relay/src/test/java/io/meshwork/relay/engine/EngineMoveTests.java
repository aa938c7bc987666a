package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineMoveTests {
  private static final ChannelAddress ORDERS = new ChannelAddress("orders");
  private static final SourcePartition FIRST = new SourcePartition(ORDERS, 0);

  private final MemoryMesh mesh = new MemoryMesh();

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

  private LinkBuilder one() {
    return aLink("one").to("us", "one", 1);
  }

  private ManifestLink two() {
    return aLink("two").to("us", "two", 1).build();
  }

  private void awaitPayloads(String topic, List<String> wanted) {
    await()
        .untilAsserted(() -> assertThat(mesh.payloads("us", topic, 0).toList()).isEqualTo(wanted));
  }

  private Position earliest() {
    return mesh.reader("eu").positionsAt(ORDERS, Instant.EPOCH).get(FIRST);
  }

  private Position end() {
    return mesh.reader("eu").ends(ORDERS).get(FIRST);
  }

  private static PositionMove move(long number, Position to) {
    return new PositionMove(number, List.of(new PositionMove.Place(0, to.value())));
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private boolean recorded(long number) {
    return mesh.reader("us")
        .positions()
        .containsKey(new LinkPartition(new LinkId("one").move(number), FIRST));
  }

  @Test
  void repeatsFromWhereItIsMovedBackToAndNobodyElseNotices() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().build(), two()));
    mesh.publishNumbers("eu", "orders", 0, 0, 50);
    awaitPayloads("one", numbers(0, 50));
    awaitPayloads("two", numbers(0, 50));

    relay.engine().apply(mesh.manifest(one().moving(move(1, earliest())).build(), two()));
    await().until(() -> recorded(1));
    mesh.publishNumbers("eu", "orders", 0, 50, 60);

    await().untilAsserted(() -> assertThat(mesh.payloads("us", "one", 0)).hasSize(110));
    assertThat(mesh.payloads("us", "one", 0).filter(each -> each.equals("{\"n\":7}"))).hasSize(2);
    awaitPayloads("two", numbers(0, 60));
  }

  @Test
  void skipsToWhereItIsMovedForwardTo() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitPayloads("one", numbers(0, 10));
    relay.close();
    mesh.publishNumbers("eu", "orders", 0, 10, 40);
    Position here = end();
    mesh.publishNumbers("eu", "orders", 0, 40, 50);

    mesh.relay().engine().apply(mesh.manifest(one().moving(move(1, here)).build()));

    awaitPayloads("one", both(numbers(0, 10), numbers(40, 50)));
  }

  @Test
  void takesAMoveOnceWhateverIsAppliedOrRestartedAfterIt() {
    MemoryMesh.Relay relay = mesh.relay();
    ManifestLink moved = one().moving(move(1, earliest())).build();
    relay.engine().apply(mesh.manifest(one().build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    awaitPayloads("one", numbers(0, 5));
    relay.engine().apply(mesh.manifest(moved));
    awaitPayloads("one", both(numbers(0, 5), numbers(0, 5)));

    relay
        .engine()
        .apply(mesh.manifest(one().maxBytesInFlight(77_777).moving(move(1, earliest())).build()));
    relay.close();
    MemoryMesh.Relay next = mesh.relay();
    next.engine().apply(mesh.manifest(moved));
    mesh.publishNumbers("eu", "orders", 0, 5, 8);

    awaitPayloads("one", both(numbers(0, 5), numbers(0, 8)));
    next.engine().apply(mesh.manifest(one().moving(move(1, end()), move(2, earliest())).build()));
    awaitPayloads("one", both(both(numbers(0, 5), numbers(0, 8)), numbers(0, 8)));
  }

  @Test
  void goesOnBehindAGapWhenToldTo() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitPayloads("one", numbers(0, 10));
    relay.engine().apply(mesh.manifest());
    mesh.publishNumbers("eu", "orders", 0, 10, 30);
    mesh.broker("eu").foreigner().expire(ORDERS, 0, 20);
    relay.engine().apply(mesh.manifest(one().build()));
    await().until(() -> relay.report("one").state() == State.STOPPED);

    relay.engine().apply(mesh.manifest(one().moving(move(1, earliest())).build()));

    awaitPayloads("one", both(numbers(0, 10), numbers(20, 30)));
    await().until(() -> relay.report("one").state() == State.RUNNING);
  }

  @Test
  void takesTheMoveWithItsPositionOrNotAtAll() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 20);
    awaitPayloads("one", numbers(0, 20));

    mesh.broker("us").faults().fail(FaultPoint.next(MemoryCall.COMMIT));
    relay.engine().apply(mesh.manifest(one().moving(move(1, earliest())).build()));

    awaitPayloads("one", both(numbers(0, 20), numbers(0, 20)));
    await().until(() -> recorded(1));
  }

  @Test
  void staysWhereItWasMovedToWhenItsClassChanges() {
    ManifestLink weaker = one().promising(DeliveryClass.AT_LEAST_ONCE).build();
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(weaker));
    mesh.publishNumbers("eu", "orders", 0, 0, 20);
    awaitPayloads("one", numbers(0, 20));
    relay.engine().apply(mesh.manifest(one().build()));
    await().until(() -> relay.report("one").state() == State.RUNNING);

    relay.engine().apply(mesh.manifest(one().moving(move(1, earliest())).build()));
    awaitPayloads("one", both(numbers(0, 20), numbers(0, 20)));
    relay.close();
    MemoryMesh.Relay next = mesh.relay();
    next.engine().apply(mesh.manifest(one().moving(move(1, earliest())).build()));
    mesh.publishNumbers("eu", "orders", 0, 20, 25);
    awaitPayloads("one", both(numbers(0, 20), numbers(0, 25)));

    next.engine()
        .apply(
            mesh.manifest(
                one().promising(DeliveryClass.AT_LEAST_ONCE).moving(move(1, earliest())).build()));
    mesh.publishNumbers("eu", "orders", 0, 25, 30);
    awaitPayloads("one", both(numbers(0, 20), numbers(0, 30)));
  }
}
