package io.meshwork.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two teams in two regions share events, each by itself, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleJourneyIT {
  private static final String TYPE = "parcels.parcel.sent";
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
              "brokers",
              "audit")) {
        admin.open(view);
        admin.picture(view.isEmpty() ? "home" : view.replaceAll("[^a-z]+", "-"));
        admin.violations().forEach(fault -> found.add("/" + view + " " + fault));
      }
    }
    assertThat(found).isEmpty();
  }
}
