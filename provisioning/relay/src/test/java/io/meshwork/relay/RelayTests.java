package io.meshwork.relay;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.Manifest;
import io.meshwork.api.RelayReport;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.relay.engine.MemoryMesh;
import io.meshwork.relay.spans.SpanSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTests {
  @TempDir Path state;

  private final MemoryMesh mesh = new MemoryMesh();
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final List<Relay> relays = new ArrayList<>();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
  }

  @AfterEach
  void close() {
    relays.forEach(Relay::close);
    controlPlane.close();
  }

  private Relay start(String key) {
    Relay relay =
        new Relay(
            new RelaySettings(
                controlPlane.address(),
                new RegionName("us"),
                key,
                state,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                8 << 20,
                SpanSettings.from(Map.of())),
            mesh.transports());
    relays.add(relay);
    relay.start();
    return relay;
  }

  private Relay start() {
    return start(StubControlPlane.KEY);
  }

  private HttpResponse<String> get(Relay relay, String method, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RelayReport lastReport() {
    assertThat(controlPlane.reports()).isNotEmpty();
    return controlPlane.reports().getLast();
  }

  private void awaitEvents(long number) {
    await().until(() -> mesh.payloads("us", "orders.from.eu", 0).count() == number);
  }

  @Test
  void runsTheManifestAndTellsTheSameToReportsAndMetrics() {
    Manifest manifest = mesh.manifest(aLink("a").filter("{\"data\":{\"n\":[1,2,3]}}").build());
    controlPlane.serve(manifest);
    Relay relay = start();
    mesh.publishNumbers("eu", "orders", 0, 0, 10);
    awaitEvents(3);

    await()
        .untilAsserted(
            () -> {
              RelayReport report = lastReport();
              assertThat(report.manifestRevision()).isEqualTo(manifest.revision());
              LinkReport link = report.links().getFirst();
              assertThat(link.events()).isEqualTo(3);
              assertThat(link.filtered()).isEqualTo(7);
              assertThat(link.state()).isEqualTo(LinkReport.State.RUNNING);
            });

    String tags = "{link=\"a\",team=\"orders\",type=\"orders.order.placed\"}";
    assertThat(get(relay, "GET", "/actuator/prometheus").body())
        .contains("meshwork_link_events_total" + tags + " 3.0")
        .contains("meshwork_link_filtered_total" + tags + " 7.0")
        .contains("meshwork_link_lag_events" + tags + " 0.0")
        .contains("meshwork_link_in_flight_bytes" + tags + " 0.0")
        .contains("meshwork_link_refused_total")
        .contains("meshwork_link_retries_total")
        .contains("meshwork_link_gaps_total")
        .contains("quantile=\"0.99\"")
        .contains("meshwork_relay_manifest_revision " + manifest.revision() + ".0")
        .contains("jvm_memory_used_bytes");

    controlPlane.serve(mesh.manifest());
    await()
        .untilAsserted(
            () ->
                assertThat(get(relay, "GET", "/actuator/prometheus").body())
                    .doesNotContain("meshwork_link_events_total{"));
  }

  @Test
  void isDownUntilAManifestRuns() {
    Relay relay = start();
    assertThat(get(relay, "GET", "/actuator/health").statusCode()).isEqualTo(503);
    assertThat(get(relay, "GET", "/actuator/health").body()).contains("DOWN");

    controlPlane.serve(mesh.manifest(aLink("a").build()));

    await().until(() -> get(relay, "GET", "/actuator/health").statusCode() == 200);
    assertThat(get(relay, "GET", "/actuator/health").body())
        .contains("\"status\":\"UP\"")
        .contains("\"links\":1");
    assertThat(get(relay, "POST", "/actuator/health").statusCode()).isEqualTo(405);
    assertThat(get(relay, "GET", "/actuator/env").statusCode()).isEqualTo(404);
    await().until(() -> !controlPlane.matches().isEmpty());
  }

  @Test
  void runsFromDiskWhileTheControlPlaneIsAwayAndHearsItAgain() {
    controlPlane.serve(mesh.manifest(aLink("a").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    Relay first = start();
    awaitEvents(5);
    first.close();
    controlPlane.stop();

    Relay second = start();
    mesh.publishNumbers("eu", "orders", 0, 5, 10);
    awaitEvents(10);
    assertThat(second.health().isUp()).isTrue();
    await().until(() -> second.health().reason() != null);
    controlPlane.startAgain();
    controlPlane.serve(mesh.manifest());

    await().until(() -> second.health().links() == 0);
    await().until(() -> second.health().reason() == null);
  }

  @Test
  void refusesAManifestItDoesNotKnowKeepsTheLastAndSaysSo() throws IOException {
    Manifest good = mesh.manifest(aLink("a").build());
    controlPlane.serve(good);
    Relay relay = start();
    await().until(() -> relay.health().isUp());

    controlPlane.serve("us", "{\"format\":99}");
    await().untilAsserted(() -> assertThat(lastReport().manifestProblem()).contains("format 99"));
    mesh.publishNumbers("eu", "orders", 0, 0, 5);

    awaitEvents(5);
    assertThat(lastReport().manifestRevision()).isEqualTo(good.revision());
    assertThat(Files.readString(state.resolve("manifest.json"))).doesNotContain("99}");
  }

  @Test
  void putsACorruptManifestAsideAndGoesOnWithTheControlPlanes() throws IOException {
    Files.writeString(state.resolve("manifest.json"), "{\"format\":1,\"trunc");
    controlPlane.serve(mesh.manifest(aLink("a").build()));
    Relay relay = start();

    await().until(() -> relay.health().isUp());

    assertThat(state.resolve("manifest.json.unreadable")).exists();
    assertThat(Files.readString(state.resolve("manifest.json"))).contains("\"links\"");
  }

  @Test
  void runsAManifestThatTheDiskDoesNotTakeAndSaysSo() throws IOException {
    Files.createDirectory(state.resolve("manifest.json.next"));
    controlPlane.serve(mesh.manifest(aLink("a").build()));
    Relay relay = start();
    mesh.publishNumbers("eu", "orders", 0, 0, 5);

    awaitEvents(5);
    await().until(() -> relay.health().isUp());
    assertThat(relay.health().reason()).contains("cannot be written");
  }

  @Test
  void saysThatItsKeyIsRefused() {
    Relay relay = start("wrong");

    await()
        .untilAsserted(
            () -> assertThat(relay.health().reason()).contains("refuses").contains("Who are you?"));
    assertThat(relay.health().isUp()).isFalse();
  }

  @Test
  void namesThePortThatIsTaken() {
    Relay relay = start();

    Assertions.assertThatThrownBy(
            () ->
                new StatusServer(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port()),
                    relay::health,
                    () -> ""))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("MESHWORK_RELAY_PORT")
        .hasMessageContaining(Integer.toString(relay.port()));
  }
}
