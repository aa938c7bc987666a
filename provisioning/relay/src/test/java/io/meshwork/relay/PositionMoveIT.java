package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves of a link's position over real brokers, with relays killed while they are taken. */
class PositionMoveIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final KafkaMesh mesh = new KafkaMesh();
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final List<RelayProcess> relays = new ArrayList<>();

  @BeforeEach
  void makeEntry() {
    mesh.makeEntry("eu");
  }

  @AfterEach
  void end() {
    relays.forEach(RelayProcess::kill);
    controlPlane.close();
  }

  private RelayProcess relay() {
    RelayProcess relay =
        RelayProcess.start(
            controlPlane.address(), "us", directory.resolve("relay" + relays.size()));
    relays.add(relay);
    return relay;
  }

  private ManifestLink link(PositionMove... moves) {
    ManifestLink link = mesh.link("eu", "eu", "us");
    return new ManifestLink(
        link.id(),
        link.kind(),
        link.eventType(),
        link.team(),
        link.subscription(),
        link.from(),
        link.to(),
        link.delivery(),
        link.slots(),
        link.filters(),
        link.startAt(),
        link.maxBytesInFlight(),
        List.of(moves),
        link.deadLetters(),
        link.rate(),
        link.transform());
  }

  private static PositionMove move(long number, Map<SourcePartition, Position> places) {
    return new PositionMove(
        number,
        places.entrySet().stream()
            .sorted(Comparator.comparingInt(place -> place.getKey().number()))
            .map(place -> new PositionMove.Place(place.getKey().number(), place.getValue().value()))
            .toList());
  }

  private void awaitCount(long events) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(mesh.count("us", mesh.arrival("eu", "us"))).isEqualTo(events));
  }

  /** Every partition holds this many events of the source, then all of them from the start. */
  private void assertRepeated(int first) {
    List<List<Event>> source = mesh.read("eu", mesh.entry("eu"));
    List<List<Event>> target = mesh.read("us", mesh.arrival("eu", "us"));
    for (int number = 0; number < KafkaMesh.PARTITIONS; number++) {
      List<Event> wanted = new ArrayList<>(source.get(number).subList(0, first));
      wanted.addAll(source.get(number));
      assertThat(target.get(number)).isEqualTo(wanted);
    }
  }

  @Test
  void repeatsOnceWhateverIsKilledWhileTheMoveIsTaken() {
    controlPlane.serve(mesh.manifest("us", link()));
    RelayProcess first = relay();
    mesh.publish("eu", 0, 1200);
    awaitCount(1200);

    PositionMove back = move(1, mesh.starts("eu", mesh.entry("eu")));
    controlPlane.serve(mesh.manifest("us", link(back)));
    first.kill();
    RelayProcess second = relay();
    await().atMost(LIMIT).until(() -> mesh.count("us", mesh.arrival("eu", "us")) > 1200);
    second.kill();
    relay();
    mesh.publish("eu", 1200, 1800);

    awaitCount(3000);
    assertRepeated(200);
  }

  @Test
  void goesOnPastEventsThatRetentionTookFromAStoppedRelay() {
    controlPlane.serve(mesh.manifest("us", link()));
    RelayProcess first = relay();
    mesh.publish("eu", 0, 600);
    awaitCount(600);
    assertThat(first.stop()).isZero();
    mesh.publish("eu", 600, 1800);
    mesh.expire("eu", mesh.entry("eu"), 200);
    relay();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(report().gaps()).isEqualTo(6));
    assertThat(report().state()).isEqualTo(LinkReport.State.STOPPED);

    PositionMove past = move(1, mesh.starts("eu", mesh.entry("eu")));
    controlPlane.serve(mesh.manifest("us", link(past)));

    awaitCount(600 + 6 * 100);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(report().state()).isEqualTo(LinkReport.State.RUNNING));
  }

  private LinkReport report() {
    return controlPlane.reports().stream()
        .reduce((_, later) -> later)
        .map(report -> report.links().getFirst())
        .orElseThrow(() -> new AssertionError("no report"));
  }
}
