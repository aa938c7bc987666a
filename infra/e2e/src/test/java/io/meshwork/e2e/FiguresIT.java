package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prometheus, the API, the console and the brokers count the same events. */
class FiguresIT {
  private static final String TYPE = "figures.meter.read";
  private static final int PUBLISHED = 1500;
  private static final int PASSED = 500;
  private static final String DOCUMENTS =
      """
      apiVersion: mesh/v1
      kind: Application
      metadata: {name: figures-source, team: platform}
      spec: {principals: {kafka-eu: figures-source}}
      ---
      apiVersion: mesh/v1
      kind: Application
      metadata: {name: figures-reader, team: analytics}
      spec: {principals: {kafka-us: figures-reader}}
      ---
      apiVersion: mesh/v1
      kind: EventType
      metadata: {name: figures.meter.read, team: platform}
      spec:
        schema:
          format: json-schema
          definition: {type: object, properties: {meter: {type: string}, number: {type: integer}}}
        key: /meter
        access: open
        partitions: 4
      ---
      apiVersion: mesh/v1
      kind: Publication
      metadata: {name: figures-source.meters, team: platform}
      spec: {application: figures-source, eventType: figures.meter.read, broker: kafka-eu}
      ---
      apiVersion: mesh/v1
      kind: Subscription
      metadata: {name: figures-reader.high, team: analytics}
      spec:
        application: figures-reader
        eventTypes: [figures.meter.read]
        filter: {data: {number: [{numeric: [">", 1000]}]}}
        at: {broker: kafka-us}
        startAt: earliest
      """;

  private final RunningWorld world = RunningWorld.get();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void agreeWithWhatTheBrokersHold() {
    world.apply(DOCUMENTS);
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(world.mesh(List.of("get", "subscription", "figures-reader.high")).out())
                    .contains("state: active"));
    publish();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(links()).hasSize(2).allMatch(this::isThrough));

    LinkDocument transfer = links().getFirst();
    LinkDocument delivery = links().getLast();
    assertThat(new Cluster(world, "eu").records(transfer.fromChannel())).hasSize(PUBLISHED);
    assertThat(new Cluster(world, "us").records(transfer.toChannel())).hasSize(PASSED);
    assertThat(new Cluster(world, "us").records(delivery.toChannel())).hasSize(PASSED);
    assertThat(transfer.events()).isEqualTo(PASSED);
    assertThat(transfer.filtered()).isEqualTo(PUBLISHED - PASSED);
    assertThat(delivery.filtered()).isZero();
    String scraped = scrape("relay-eu") + scrape("relay-us");
    for (LinkDocument link : links()) {
      assertThat(counter(scraped, "events", link)).isEqualTo(link.events());
      assertThat(counter(scraped, "bytes", link)).isEqualTo(link.bytes());
      assertThat(counter(scraped, "filtered", link)).isEqualTo(link.filtered());
      assertThat(counter(scraped, "refused", link)).isEqualTo(link.refused()).isZero();
      await()
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(hour(link)).isEqualTo(link.events()));
    }
    assertThat(shown()).containsSubsequence("500", "1,000").containsSubsequence("500", "0");
    outlivesTheControlPlane();
  }

  private void outlivesTheControlPlane() {
    List<Long> before = links().stream().map(LinkDocument::events).toList();
    world.kill("control-plane");
    world.up();

    assertThat(links()).extracting(LinkDocument::events).isEqualTo(before);
    links().forEach(link -> assertThat(hour(link)).isEqualTo(link.events()));
  }

  private boolean isThrough(LinkDocument link) {
    return link.events() + link.filtered() == (link.kind().equals("transfer") ? PUBLISHED : PASSED)
        && link.lagEvents() == 0;
  }

  private void publish() {
    String events =
        IntStream.rangeClosed(1, PUBLISHED)
            .mapToObj(n -> "{\"meter\":\"m-%d\",\"number\":%d}\n".formatted(n % 37, n))
            .collect(Collectors.joining());
    Path file = world.file("meters.ndjson", events);
    for (List<String> command :
        List.of(
            List.of("credential", "figures-source", "kafka-eu"),
            List.of("publish", TYPE, "-f", file.toString()))) {
      RunningWorld.Said said = world.mesh(command);
      assertThat(said.code()).as(said.out()).isZero();
    }
  }

  /** The type's links, the transfer first. */
  private List<LinkDocument> links() {
    List<LinkDocument> links = new ArrayList<>();
    try (ControlPlaneClient api = world.api()) {
      for (JsonNode item : MeshJson.tree(api.get("/api/v1/links").body()).path("items")) {
        LinkDocument link = MeshJson.read(item.toString(), LinkDocument.class);
        if (link.eventType().equals(TYPE)) {
          links.add(link);
        }
      }
    }
    links.sort(Comparator.comparing(LinkDocument::kind).reversed());
    return links;
  }

  /** Events of the last hour by the series that the dashboard draws. */
  private long hour(LinkDocument link) {
    double sum = 0;
    try (ControlPlaneClient api = world.api()) {
      String path =
          "/api/v1/series?metric=EVENTS_PER_SECOND&link="
              + URLEncoder.encode(link.id(), StandardCharsets.UTF_8);
      for (JsonNode sample : MeshJson.tree(api.get(path).body()).path("items")) {
        sum += 10 * sample.path("value").asDouble();
      }
    }
    return Math.round(sum);
  }

  private String scrape(String relay) {
    try {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + world.port(relay) + "/actuator/prometheus"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long counter(String scraped, String name, LinkDocument link) {
    return scraped
        .lines()
        .filter(line -> line.startsWith("meshwork_link_" + name + "_total{"))
        .filter(line -> line.contains("link=\"" + link.id() + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The cells of the map's table of links. */
  private List<String> shown() {
    try (Playwright playwright = Person.playwright();
        Browser browser = Person.browser(playwright);
        Person admin = new Person(browser, world, "admin")) {
      admin.open("map");
      admin.page().locator("#links").getByText(TYPE).first().waitFor();
      return admin.page().locator("#links vaadin-grid-cell-content").allTextContents();
    }
  }
}
