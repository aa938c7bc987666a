package io.meshwork.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator does with one link: looks at it, compares its ends, hands on what was refused,
 * looks where it could go on, and follows one event, all in a real browser over real brokers.
 */
class LinkJourneyIT {
  private static final String TYPE = "parcels.parcel.weighed";
  private static final String ARRIVAL = TYPE + ".from.kafka-eu";
  private static final String LINK = TYPE + "@kafka-eu:kafka-eu~kafka-us";
  private static final int SMALL = 200;
  private static final int LARGE = 3;
  private static RunningWorld world;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    world = RunningWorld.get();
    playwright = Person.playwright();
    browser = Person.browser(playwright);
    world.apply(
        """
        apiVersion: mesh/v1
        kind: Application
        metadata: {name: parcels-scale, team: platform}
        spec: {principals: {kafka-eu: parcels-scale}}
        ---
        apiVersion: mesh/v1
        kind: Application
        metadata: {name: parcels-office, team: analytics}
        spec: {principals: {kafka-us: parcels-office}}
        ---
        apiVersion: mesh/v1
        kind: EventType
        metadata: {name: parcels.parcel.weighed, team: platform}
        spec:
          schema: {format: json-schema, definition: {type: object}}
          key: /parcel
          access: open
        ---
        apiVersion: mesh/v1
        kind: Publication
        metadata: {name: parcels-scale.weights, team: platform}
        spec: {application: parcels-scale, eventType: parcels.parcel.weighed, broker: kafka-eu}
        ---
        apiVersion: mesh/v1
        kind: Subscription
        metadata: {name: parcels-office.all, team: analytics}
        spec:
          application: parcels-office
          eventTypes: [parcels.parcel.weighed]
          at: {broker: kafka-us}
          startAt: earliest
        """);
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(world.mesh(List.of("get", "subscription", "parcels-office.all")).out())
                    .contains("state: active"));
  }

  @AfterAll
  static void stop() {
    playwright.close();
  }

  private static void arrivalTakes(String bytes) {
    try (Admin admin = new Cluster(world, "us").admin()) {
      Cluster.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.TOPIC, ARRIVAL),
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("max.message.bytes", bytes),
                              AlterConfigOp.OpType.SET))))
              .all());
    }
  }

  private static void publish() {
    String small =
        IntStream.range(0, SMALL)
            .mapToObj(n -> "{\"parcel\":\"p-%d\",\"grams\":%d}\n".formatted(n % 40, n))
            .collect(Collectors.joining());
    String large =
        IntStream.range(0, LARGE)
            .mapToObj(n -> "{\"parcel\":\"p-%d\",\"photo\":\"%s\"}\n".formatted(n, photo(n)))
            .collect(Collectors.joining());
    Path file = world.file("parcels.ndjson", small + large);
    for (List<String> command :
        List.of(
            List.of("credential", "parcels-scale", "kafka-eu"),
            List.of("publish", TYPE, "-f", file.toString()))) {
      RunningWorld.Said said = world.mesh(command);
      assertThat(said.code()).as(said.out()).isZero();
    }
  }

  /** Large however well it is compressed. */
  private static String photo(int seed) {
    byte[] bytes = new byte[15_000];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static LocatorAssertions.ContainsTextOptions within(int seconds) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(seconds * 1000.0);
  }

  private static int arrived() {
    return new Cluster(world, "us").records(ARRIVAL).size();
  }

  @Test
  void looksComparesHandsOnAndFollows() {
    arrivalTakes("5000");
    publish();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(arrived()).isEqualTo(SMALL);
              assertThat(world.mesh(List.of("dead", "list", LINK)).out()).contains("3 wait");
            });
    try (Person admin = new Person(browser, world, "admin")) {
      Page page = admin.open("links/" + URLEncoder.encode(LINK, StandardCharsets.UTF_8)).page();
      assertThat(page.locator("main")).containsText("kafka-eu → kafka-us");
      admin.picture("link");
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());

      page.click("#verify-link");
      assertThat(page.locator("#verification-result")).containsText("equal", within(60));
      page.locator("#verification-result").scrollIntoViewIfNeeded();
      admin.picture("link-verified");

      assertThat(page.locator("#dead-letters")).containsText("3 wait", within(30));
      page.locator("#dead-letters").scrollIntoViewIfNeeded();
      admin.picture("link-dead-letters");
      arrivalTakes("1048588");
      page.click("#redrive");
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
      page.click("#redrive-yes");
      assertThat(page.locator("#redrive-progress")).containsText("3 redriven", within(60));
      assertThat(arrived()).isEqualTo(SMALL + LARGE);

      page.click("#move-position");
      assertThat(page.locator("vaadin-dialog-overlay, vaadin-dialog[opened]").first()).isVisible();
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
      admin.picture("link-move");

      admin.open("event-types/" + TYPE + "/trace");
      admin.type("trace-id", "0/0");
      page.click("#trace-event");
      assertThat(page.locator("#trace-result")).containsText(ARRIVAL, within(60));
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
      admin.picture("trace");
    }
  }
}
