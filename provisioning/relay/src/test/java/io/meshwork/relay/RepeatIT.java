package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.ManifestLink;
import io.meshwork.local.TestClusters;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.relay.spans.SpanSettings;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A topic that of a sudden takes only small batches: what it took of a round, it is not told again.
 */
class RepeatIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int WARM = 30;
  private static final int EVENTS = 600;
  private static final int LARGE_EVERY = 97;
  private static final int MOST_BYTES = 2_000;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "auto, AT_LEAST_ONCE",
    "auto, AT_MOST_ONCE",
    "auto, EFFECTIVELY_ONCE",
    "clients, AT_LEAST_ONCE"
  })
  void noEventComesTwiceWhereOthersOfItsRoundWereRefused(String engine, DeliveryClass delivery) {
    KafkaMesh mesh = new KafkaMesh(TestClusters::shared, Map.of("engine", engine), delivery);
    mesh.makeEntry("eu");
    ManifestLink link = mesh.buryingLink("eu", "us");
    ChannelAddress arrival = mesh.arrival("eu", "us");
    mesh.raiseLimit("eu", "us");
    try (StubControlPlane controlPlane = new StubControlPlane();
        Relay relay = relay(controlPlane)) {
      controlPlane.serve(mesh.manifest("us", link));
      relay.start();
      publish(mesh, 0, WARM);
      await().atMost(LIMIT).until(() -> mesh.count("us", arrival) == WARM);

      mesh.limit("us", arrival, MOST_BYTES);
      publish(mesh, WARM, EVENTS);

      int large = (EVENTS - 1) / LARGE_EVERY;
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                var counts = controlPlane.reports().getLast().links().getFirst();
                assertThat(counts.events() + counts.refused()).isEqualTo(EVENTS);
              });
      List<List<Event>> arrived = mesh.read("us", arrival);
      if (delivery == DeliveryClass.AT_MOST_ONCE) {
        assertThat(arrived.stream().flatMap(List::stream)).doesNotHaveDuplicates();
      } else {
        assertThat(arrived)
            .isEqualTo(
                mesh.read("eu", mesh.entry("eu")).stream()
                    .map(all -> all.stream().filter(event -> event.size() < MOST_BYTES).toList())
                    .toList());
        assertThat(letters(mesh)).isEqualTo(large);
      }
    }
  }

  private Relay relay(StubControlPlane controlPlane) {
    return new Relay(
        new RelaySettings(
            controlPlane.address(),
            new RegionName("us"),
            StubControlPlane.KEY,
            directory.resolve("us"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            32 << 20,
            SpanSettings.from(Map.of())),
        Transports.installed());
  }

  private static long letters(KafkaMesh mesh) {
    return mesh.read("us", mesh.dead("us")).stream()
        .flatMap(List::stream)
        .map(DeadRecord::of)
        .filter(DeadRecord.Letter.class::isInstance)
        .count();
  }

  /** In small batches and large ones, over all partitions. */
  private static void publish(KafkaMesh mesh, int from, int until) {
    ChannelAddress channel = mesh.entry("eu");
    List<Outgoing> events = new ArrayList<>();
    for (int number = from; number < until; number++) {
      events.add(new Outgoing(channel, number / 5 % KafkaMesh.PARTITIONS, event(number)));
      if (number + 1 == until || (number > until / 2 && number % 7 == 0)) {
        mesh.publish("eu", events);
        events.clear();
      }
    }
  }

  private static Event event(int number) {
    byte[] filling = new byte[number > 0 && number % LARGE_EVERY == 0 ? MOST_BYTES : 20];
    new Random(number).nextBytes(filling);
    return new Event(
        ("key" + number % 40).getBytes(StandardCharsets.UTF_8),
        "{\"n\":%d,\"filling\":\"%s\"}"
            .formatted(number, Base64.getEncoder().encodeToString(filling))
            .getBytes(StandardCharsets.UTF_8),
        List.of(),
        System.currentTimeMillis());
  }
}
