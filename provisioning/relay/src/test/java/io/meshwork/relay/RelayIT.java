package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.relay.spans.SpanSettings;
import io.meshwork.transport.spi.Transports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real events over real clusters, counted at the far end. */
class RelayIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final KafkaMesh mesh = new KafkaMesh();
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final List<Relay> relays = new ArrayList<>();
  private final List<RelayProcess> processes = new ArrayList<>();

  @BeforeEach
  void makeEntry() {
    mesh.makeEntry("eu");
  }

  @AfterEach
  void end() {
    processes.forEach(RelayProcess::kill);
    relays.forEach(Relay::close);
    controlPlane.close();
  }

  private Relay relay(String region) {
    Relay relay =
        new Relay(
            new RelaySettings(
                controlPlane.address(),
                new RegionName(region),
                StubControlPlane.KEY,
                directory.resolve(region),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                32 << 20,
                SpanSettings.from(Map.of())),
            Transports.installed());
    relays.add(relay);
    relay.start();
    return relay;
  }

  private RelayProcess process(String region, String name) {
    RelayProcess process =
        RelayProcess.start(controlPlane.address(), region, directory.resolve(name));
    processes.add(process);
    return process;
  }

  private void awaitEqual(String near, ChannelAddress from, String far, ChannelAddress to) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(mesh.count(far, to)).isEqualTo(mesh.count(near, from)));
    assertThat(mesh.read(far, to)).isEqualTo(mesh.read(near, from));
  }

  @Test
  void movesAlongAChainAndCountsAlike() {
    controlPlane.serve(mesh.manifest("us", mesh.link("eu", "eu", "us")));
    controlPlane.serve(mesh.manifest("ap", mesh.link("eu", "us", "ap")));
    mesh.publish("eu", 0, 3000);
    relay("us");
    relay("ap");
    mesh.publish("eu", 3000, 5000);

    awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));
    awaitEqual("eu", mesh.entry("eu"), "ap", mesh.arrival("eu", "ap"));

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(newest("us").events()).isEqualTo(5000);
              assertThat(newest("us").lagEvents()).isZero();
              assertThat(newest("us").state()).isEqualTo(LinkReport.State.RUNNING);
              assertThat(newest("ap").events()).isEqualTo(5000);
            });
    assertThat(newest("us").latency().count()).isPositive();
  }

  private LinkReport newest(String region) {
    return controlPlane.reports().stream()
        .filter(report -> report.region().value().equals(region))
        .reduce((_, later) -> later)
        .map(report -> report.links().getFirst())
        .orElseThrow(() -> new AssertionError("no report from " + region));
  }

  @Test
  void movesOneTypePublishedEverywhereAroundATriangleWithoutALoop() {
    mesh.makeEntry("us");
    mesh.makeEntry("ap");
    controlPlane.serve(
        mesh.manifest("eu", mesh.link("us", "us", "eu"), mesh.link("ap", "ap", "eu")));
    controlPlane.serve(
        mesh.manifest("us", mesh.link("eu", "eu", "us"), mesh.link("ap", "ap", "us")));
    controlPlane.serve(
        mesh.manifest("ap", mesh.link("eu", "eu", "ap"), mesh.link("us", "us", "ap")));
    List<String> regions = List.of("eu", "us", "ap");
    regions.forEach(this::relay);

    regions.forEach(region -> mesh.publish(region, 0, 1200));

    for (String origin : regions) {
      for (String region : regions) {
        if (!origin.equals(region)) {
          awaitEqual(origin, mesh.entry(origin), region, mesh.arrival(origin, region));
        }
      }
      assertThat(mesh.count(origin, mesh.entry(origin))).isEqualTo(1200);
    }
  }

  @Test
  void takesOverFromAKilledRelayAndLosesNothing() throws Exception {
    controlPlane.serve(mesh.manifest("us", mesh.link("eu", "eu", "us")));
    RelayProcess first = process("us", "first");
    RelayProcess second = process("us", "second");
    mesh.publish("eu", 0, 1000);
    awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));

    mesh.publish("eu", 1000, 3000);
    first.kill();
    mesh.publish("eu", 3000, 6000);

    awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));
    assertThat(second.isAlive()).isTrue();
  }

  @Test
  void goesOnWhereItStoodWhenTheClassChangesAndRepeatsNothing() {
    relay("us");
    int sofar = 0;
    for (DeliveryClass promise :
        List.of(
            DeliveryClass.EFFECTIVELY_ONCE,
            DeliveryClass.AT_MOST_ONCE,
            DeliveryClass.AT_LEAST_ONCE,
            DeliveryClass.EFFECTIVELY_ONCE)) {
      controlPlane.serve(mesh.manifest("us", mesh.link("eu", "eu", "us", promise)));
      mesh.publish("eu", sofar, sofar + 600);
      sofar += 600;

      awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));
    }
  }

  @Test
  void goesOnWithoutAStoppedRegionAndWithoutTheControlPlane() throws Exception {
    controlPlane.serve(mesh.manifest("us", mesh.link("eu", "eu", "us")));
    controlPlane.serve(mesh.manifest("ap", mesh.link("eu", "eu", "ap")));
    RelayProcess us = process("us", "us");
    relay("ap");
    mesh.publish("eu", 0, 1000);
    awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));

    assertThat(us.stop()).isZero();
    controlPlane.stop();
    mesh.publish("eu", 1000, 3000);
    awaitEqual("eu", mesh.entry("eu"), "ap", mesh.arrival("eu", "ap"));
    assertThat(mesh.count("us", mesh.arrival("eu", "us"))).isEqualTo(1000);

    process("us", "us");
    awaitEqual("eu", mesh.entry("eu"), "us", mesh.arrival("eu", "us"));
    assertThat(Files.readString(directory.resolve("us").resolve("log")))
        .contains("manifest from disk runs")
        .doesNotContain(StubControlPlane.KEY);
  }
}
