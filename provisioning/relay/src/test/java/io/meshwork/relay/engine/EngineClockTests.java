package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.LinkReport.State;
import io.meshwork.model.ChannelAddress;
import io.meshwork.relay.figures.Figures;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a relay does does not depend on what its clock says. */
class EngineClockTests {
  private final MemoryMesh mesh = new MemoryMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** The system's, and so much more. */
  private static final class WrongClock extends Clock {
    private volatile Duration off = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(off);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void showsLagInSecondsAfterAnEventFromTheFuture() {
    var link = aLink("a").build();
    LinkTable table =
        LinkTable.of(
            List.of(link),
            List.of(),
            new Figures(Clock.systemUTC()),
            new Rates(System::nanoTime),
            null);
    ChannelAddress channel = link.from().channel();
    Track track = new Track(new SourcePartition(channel, 0), table.fans().get(channel), 1_000);
    track.readEventOf(4_102_444_800_000L);
    track.lag(10, 5_000);

    track.lag(10, 9_000);

    assertThat(track.lagSeconds(9_000)).isEqualTo(4.0);
  }

  @Test
  void goesOnWhenTheClockJumpsAheadAndBack() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
    WrongClock clock = new WrongClock();
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, clock);
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    int sent = 0;
    for (Duration off :
        List.of(
            Duration.ZERO,
            Duration.ofHours(2),
            Duration.ofDays(-20_000),
            Duration.ofDays(40_000),
            Duration.ofSeconds(-30))) {
      clock.off = off;
      mesh.publishNumbers("eu", "orders", 0, sent, sent + 50);
      sent += 50;
      int all = sent;

      await()
          .untilAsserted(
              () ->
                  assertThat(mesh.payloads("us", "orders.from.eu", 0).toList())
                      .as("%s off", off)
                      .isEqualTo(numbers(0, all)));
      await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(all));
      await().untilAsserted(() -> assertThat(relay.report("a").state()).isEqualTo(State.RUNNING));
      LinkReport report = relay.report("a");
      assertThat(report.latency().p50()).isNotNegative();
      assertThat(report.lagSeconds()).isNotNegative();
    }
  }

  /** Clients of brokers that a clock set back has put to sleep are left behind. */
  @Test
  void takesItsSlotsAnewWhenTheClockIsSet() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
    WrongClock clock = new WrongClock();
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, clock);
    relay.engine().apply(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 50);
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(50));
    Set<Thread> before = lanes();

    clock.off = Duration.ofHours(-1);

    await()
        .untilAsserted(() -> assertThat(lanes()).isNotEmpty().doesNotContainAnyElementsOf(before));
    mesh.publishNumbers("eu", "orders", 0, 50, 100);
    await().untilAsserted(() -> assertThat(relay.report("a").events()).isEqualTo(100));
    assertThat(mesh.payloads("us", "orders.from.eu", 0).toList()).isEqualTo(numbers(0, 100));
  }

  private static Set<Thread> lanes() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lane "))
        .collect(Collectors.toSet());
  }
}
