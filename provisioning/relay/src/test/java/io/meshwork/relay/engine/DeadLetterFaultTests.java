package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.memory.MemoryForeigner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever call fails or loses its answer, and whoever dies: each letter is handed on once. */
class DeadLetterFaultTests {
  private static final int LETTERS = 40;

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", 1_000);
    mesh.topic("us", "dead", 1);
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(0, LETTERS)
            .mapToObj(n -> MemoryMesh.event("{\"n\":%d,%s}".formatted(n, " ".repeat(1_000))))
            .toArray(Event[]::new));
  }

  @AfterEach
  void close() {
    mesh.broker("us").faults().clear();
    mesh.close();
  }

  private Manifest manifest() {
    return mesh.manifest(aLink("a").burying("dead").build());
  }

  private static ManifestRedrive redrive(int perSecond) {
    return new ManifestRedrive(
        UUID.randomUUID(),
        new LinkId("a"),
        List.of(),
        null,
        Instant.now().plusSeconds(60),
        perSecond);
  }

  private long letters() {
    return mesh.read("us", "dead", 0).stream()
        .map(DeadRecord::of)
        .filter(Letter.class::isInstance)
        .count();
  }

  private void awaitDone(MemoryMesh.Relay relay, ManifestRedrive redrive) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(relay.figures().redrives())
                    .filteredOn(each -> each.id().equals(redrive.id()))
                    .flatExtracting(RedriveReport::slots)
                    .containsExactly(new RedriveReport.Slot(0, LETTERS, 0, 0)));
  }

  private void assertEachOnceInOrder() {
    assertThat(mesh.read("us", "orders.from.eu", 0)).isEqualTo(mesh.read("eu", "orders", 0));
  }

  private void makeLetters(MemoryMesh.Relay relay, Manifest manifest) {
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).isEqualTo(LETTERS));
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);
  }

  @ParameterizedTest
  @EnumSource(
      value = MemoryCall.class,
      names = {"FENCE", "FLUSH", "COMMIT", "ABORT", "LEASE", "READ"})
  void writesEachLetterOnceAndHandsItOnOnceWhateverCallFails(MemoryCall call) {
    MemoryFaults faults = mesh.broker("us").faults();
    for (int nth = 1; nth < 6; nth += 2) {
      faults.fail(FaultPoint.nth(nth, call));
      faults.loseAnswer(FaultPoint.nth(nth + 1, call));
    }
    MemoryMesh.Relay relay = mesh.relay();
    Manifest manifest = manifest();
    makeLetters(relay, manifest);
    for (int nth = 1; nth < 10; nth += 2) {
      faults.fail(FaultPoint.nth(nth, call));
      faults.loseAnswer(FaultPoint.nth(nth + 1, call));
    }

    ManifestRedrive redrive = redrive(100_000);
    relay.engine().apply(mesh.redriving(manifest, redrive));

    awaitDone(relay, redrive);
    assertEachOnceInOrder();
    assertThat(letters()).isEqualTo(LETTERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void handsEachOnOnceOverManyRedrivesAndRelaysThatDie(int seed) {
    Random random = new Random(seed);
    Manifest manifest = manifest();
    MemoryFaults faults = mesh.broker("us").faults();
    try (MemoryMesh.Relay first = mesh.relay()) {
      makeLetters(first, manifest);
    }
    for (int round = 0; round < 5; round++) {
      MemoryMesh.Relay relay = mesh.relay();
      for (MemoryCall call : List.of(MemoryCall.FLUSH, MemoryCall.COMMIT, MemoryCall.READ)) {
        if (random.nextBoolean()) {
          faults.fail(FaultPoint.nth(1 + random.nextInt(8), call));
        } else {
          faults.loseAnswer(FaultPoint.nth(1 + random.nextInt(8), call));
        }
      }
      relay.engine().apply(mesh.redriving(manifest, redrive(20)));
      int sofar = mesh.read("us", "orders.from.eu", 0).size();
      int more = random.nextInt(4);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> mesh.read("us", "orders.from.eu", 0).size() >= Math.min(LETTERS, sofar + more));
      // Dies in the middle of a commit, perhaps with its answer lost.
      faults.away();
      mesh.broker("us").expelSlotMembers();
      relay.close();
      faults.clear();
    }

    MemoryMesh.Relay last = mesh.relay();
    ManifestRedrive all = redrive(100_000);
    last.engine().apply(mesh.redriving(manifest, all));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        last.figures().redrives().stream()
                            .flatMap(redrive -> redrive.slots().stream()))
                    .anyMatch(slot -> slot.left() == 0));
    assertEachOnceInOrder();
  }

  @Test
  void looksNoFurtherThanItsOwnMarkWhileAnotherTransactionHidesMarks() {
    Manifest manifest = manifest();
    MemoryMesh.Relay relay = mesh.relay();
    makeLetters(relay, manifest);
    MemoryForeigner.OpenTransaction open =
        mesh.broker("us")
            .foreigner()
            .publishOpen(new ChannelAddress("dead"), 0, List.of(MemoryMesh.numbered(1)));
    ManifestRedrive hidden = redrive(100_000);
    relay.engine().apply(mesh.redriving(manifest, hidden));
    await().until(() -> !relay.figures().redrives().isEmpty());
    mesh.publishNumbers("eu", "orders", 0, 500, 501);
    await().until(() -> mesh.read("us", "orders.from.eu", 0).size() == 1);
    assertThat(relay.figures().redrives()).flatExtracting(RedriveReport::slots).isEmpty();

    open.end(true);

    awaitDone(relay, hidden);
    assertThat(mesh.read("us", "orders.from.eu", 0)).hasSize(LETTERS + 1);
  }
}
