package io.meshwork.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two teams in two regions share events, each by itself, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleJourneyIT {
  private static final String TYPE = "letters.letter.sent";
  private static final String SUBSCRIPTION = "stats.parcels";
  private static RunningWorld world;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    world = RunningWorld.get();
    playwright = Person.playwright();
    browser = Person.browser(playwright);
  }

  @AfterAll
  static void stop() {
    playwright.close();
  }

  @Test
  @Order(1)
  void registersAnEventTypeWithAnInferredSchema() {
    try (Person owner = new Person(browser, world, "platform-owner")) {
      owner.open("event-types/new");
      owner.type("name", "Not A Name");
      assertThat(owner.page().locator("#name"))
          .containsText("use a-z", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
      owner.type("name", TYPE);
      owner.type("description", "A parcel has left the house.");
      owner.type("samples", "{\"parcel\": \"p-1\", \"weight\": 12.5, \"to\": \"Oslo\"}");
      owner.page().click("#infer");
      owner.name("application", "post");
      assertThat(owner.page().locator(".plan-diff"))
          .containsText(TYPE, new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
      owner.picture("register");
      owner.page().click("#register-save");

      owner.page().waitForURL("**/event-types/" + TYPE);
      assertThat(owner.page().locator("h1")).hasText(TYPE);
    }
  }

  @Test
  @Order(2)
  void subscribesFromTheOtherRegionAndWaits() {
    try (Person member = new Person(browser, world, "analytics-member")) {
      member.open("event-types?q=parcel");
      assertThat(member.page().getByText(TYPE).first()).isVisible();
      member.open("subscriptions/new?type=" + TYPE);
      member.type("subscription-name", SUBSCRIPTION);
      member.name("application", "stats");
      member.choose("broker", "kafka-us");
      member.type("filter", "{\"data\": {\"weight\": [{\"numeric\": [\">\", 10]}]}}");
      member.picture("subscribe");
      member.page().click("#subscribe-save");

      member.page().waitForURL("**/subscriptions/" + SUBSCRIPTION);
      assertThat(member.page().locator("main")).containsText("requested");
    }
  }

  @Test
  @Order(3)
  void showsNoDecisionToWhoMayNotTakeIt() {
    try (Person reader = new Person(browser, world, "security-reader")) {
      reader.open("grants");
      assertThat(reader.page().locator("vaadin-button[id^=approve-]")).hasCount(0);
      reader.open("event-types/" + TYPE);
      assertThat(reader.page().locator("#retire")).hasCount(0);
      assertThat(reader.page().locator("main")).containsText("published examples");
      reader.open("brokers");
      assertThat(reader.page().locator("#add-broker")).hasCount(0);
    }
  }

  @Test
  @Order(3)
  void refusesByItsAddressWhatIsNotShown() {
    try (Person reader = new Person(browser, world, "security-reader")) {
      reader.open("subscriptions/" + SUBSCRIPTION);
      assertThat(reader.page().locator("main")).containsText("No such subscription");
      reader.open("event-types/new");
      reader.type("name", "security.alert.raised");
      assertThat(reader.page().locator(".preview")).containsText("member of no team");
      assertThat(reader.page().locator("#register-save")).isDisabled();
      reader.open("provisioning/plans/00000000-0000-0000-0000-000000000001");
      assertThat(reader.page().locator("main")).containsText("No such plan");
      reader.open("event-types/no.such.type");
      assertThat(reader.page().locator("main")).containsText("No such event type");
    }
  }

  @Test
  @Order(4)
  void approvesAndSeesItActive() {
    try (Person owner = new Person(browser, world, "platform-owner");
        Person member = new Person(browser, world, "analytics-member")) {
      member.open("subscriptions/" + SUBSCRIPTION);
      owner.open("grants");
      owner.picture("grants");
      owner.page().locator("vaadin-button[id^=approve-]").first().click();

      assertThat(member.page().locator("#state"))
          .containsText("active", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
      member.picture("subscription");
    }
  }

  @Test
  @Order(5)
  void showsTheEventThatCrossed() throws Exception {
    Path event = Files.createTempFile("parcel", ".json");
    Files.writeString(event, "{\"parcel\": \"p-77\", \"weight\": 99, \"to\": \"Turku\"}");
    for (List<String> command :
        List.of(
            List.of("credential", "post", "kafka-eu"),
            List.of("publish", TYPE, "-f", event.toString()))) {
      RunningWorld.Said said = world.mesh(command);
      assertThat(said.code()).as(said.out()).isZero();
    }

    try (Person member = new Person(browser, world, "analytics-member")) {
      member.open("subscriptions/" + SUBSCRIPTION);
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                member.page().click("#refresh-events");
                assertThat(member.page().locator("main").textContent()).contains("p-77");
              });
    }
  }

  @Test
  @Order(6)
  void showsTheFlowInFiguresAndOnTheMap() {
    try (Person admin = new Person(browser, world, "admin")) {
      Page page = admin.open("dashboard").page();
      assertThat(page.locator("#chart-throughput canvas")).isVisible();
      assertThat(page.locator(".tiles")).containsText("links running");
      assertThat(page.locator("#links")).containsText(TYPE);

      admin.open("map");
      click(page, "broker:kafka-us");
      assertThat(page.locator("#map-details")).containsText("Links in");
      page.waitForURL("**/map?at=broker*");
      click(page, "kafka-eu>kafka-us");
      assertThat(page.locator("#map-details")).containsText(TYPE);
      page.locator("#map-details a", new Page.LocatorOptions().setHasText(TYPE)).first().click();
      page.waitForURL("**/event-types/" + TYPE);
    }
  }

  /** Clicks on a drawn thing where it lies. */
  private static void click(Page page, String id) {
    page.waitForFunction("() => document.getElementById('mesh-graph').meshGraph");
    @SuppressWarnings("unchecked")
    Map<String, Number> at =
        (Map<String, Number>)
            page.evaluate(
                """
                id => {
                  const host = document.getElementById('mesh-graph');
                  const drawn = host.meshGraph.getElementById(id);
                  const box = drawn.isNode() ? drawn.renderedPosition() : drawn.renderedMidpoint();
                  const place = host.getBoundingClientRect();
                  return {x: place.x + host.clientLeft + box.x, y: place.y + host.clientTop + box.y};
                }
                """,
                id);
    page.mouse().click(at.get("x").doubleValue(), at.get("y").doubleValue());
  }

  @Test
  @Order(7)
  void appliesAPlanAndFollowsItLive() throws Exception {
    declare(
        "{apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu,"
            + " environment: dev, reaches: [{region: us, cost: 10}], autoApply: none}}");
    declare(
        "{apiVersion: mesh/v1, kind: EventType, metadata: {name: letters.letter.lost, team:"
            + " platform}, spec: {schema: {format: json-schema, definition: {type: object}}}}\n---\n"
            + "{apiVersion: mesh/v1, kind: Publication, metadata: {name: post-loses, team: platform},"
            + " spec: {application: post, eventType: letters.letter.lost, broker: kafka-eu}}");
    try (Person operator = new Person(browser, world, "operator")) {
      Page page = operator.open("provisioning").page();
      page.click("#compute-plan");
      assertThat(page.locator("#phase-expand")).containsText("letters.letter.lost");
      operator.picture("plan");
      page.click("#apply-plan");
      assertThat(page.locator("vaadin-confirm-dialog").first()).containsText("kafka-eu");
      operator.violations().forEach(fault -> assertThat(fault).isEmpty());
      page.click("#apply-plan-yes");

      page.waitForURL("**/provisioning/deployments/*");
      assertThat(page.locator("#deployment-state"))
          .containsText("applied", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
      operator.picture("deployment");
    } finally {
      declare(
          "{apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu,"
              + " environment: dev, reaches: [{region: us, cost: 10}], autoApply: safe}}");
    }
  }

  private static void declare(String documents) throws Exception {
    Path file = Files.createTempFile("declared", ".yaml");
    Files.writeString(file, "---\n" + documents + "\n");
    RunningWorld.Said said = world.mesh(List.of("apply", "-f", file.toString()));
    assertThat(said.code()).as(said.out()).isIn(0, 2);
  }

  @Test
  @Order(8)
  void isWorkedWithTheKeyboardAlone() {
    try (Person owner = new Person(browser, world, "platform-owner")) {
      Page page = owner.open("applications").page();
      page.locator(".skip-link").focus();
      assertThat(page.locator(".skip-link")).isInViewport();
      page.keyboard().press("Enter");
      assertThat(page.locator("main#content")).isFocused();
      page.locator("#new-application").focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("#application-name")).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.locator("#application-name")).hasCount(0);
    }
  }

  @Test
  @Order(9)
  void comesBackByItselfAfterTheServerWasAway() {
    try (Person member = new Person(browser, world, "analytics-member")) {
      Page page = member.open("subscriptions/" + SUBSCRIPTION).page();
      assertThat(page.locator("#state")).containsText("active");

      world.kill("control-plane");
      world.up();
      assertThat(world.post("subscriptions/" + SUBSCRIPTION + ":pause")).isEqualTo(200);

      assertThat(page.locator("#state"))
          .containsText("paused", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
    }
  }

  @Test
  @Order(10)
  void hasNoViolationOfAccessibilityInAnyView() {
    List<String> found = new ArrayList<>();
    try (Person admin = new Person(browser, world, "admin")) {
      for (String view :
          List.of(
              "",
              "event-types",
              "event-types/new",
              "event-types/" + TYPE,
              "subscriptions",
              "subscriptions/new",
              "subscriptions/" + SUBSCRIPTION,
              "applications",
              "applications/post",
              "grants",
              "map",
              "dashboard",
              "provisioning",
              "provisioning?tab=history",
              "provisioning?tab=drift",
              "brokers",
              "audit")) {
        admin.open(view);
        admin.picture(view.isEmpty() ? "home" : view.replaceAll("[^a-z]+", "-"));
        admin.violations().forEach(fault -> found.add("/" + view + " " + fault));
      }
      for (Map.Entry<String, String> dialog :
          Map.of(
                  "applications#new-application",
                  "application-name",
                  "brokers#add-broker",
                  "broker-name")
              .entrySet()) {
        String[] place = dialog.getKey().split("#", 2);
        admin.open(place[0]).page().click("#" + place[1]);
        assertThat(admin.page().locator("#" + dialog.getValue())).isVisible();
        admin.violations().forEach(fault -> found.add(dialog + " " + fault));
      }
    }
    assertThat(found).isEmpty();
  }
}
