package io.meshwork.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What others do to a broker, and what the catalog was: seen and answered in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DriftJourneyIT {
  private static final String TYPE = "harbour.ship.docked";
  private static final String FOREIGN = "harbour.crane.moved";
  private static final String FINDING = "kafka-eu-topic-" + TYPE;
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
        metadata: {name: harbour, team: platform, set: harbour}
        spec: {principals: {kafka-eu: harbour}}
        ---
        apiVersion: mesh/v1
        kind: EventType
        metadata: {name: harbour.ship.docked, team: platform, set: harbour}
        spec: {schema: {format: json-schema, definition: {type: object}}, retention: P7D}
        ---
        apiVersion: mesh/v1
        kind: Publication
        metadata: {name: harbour-ships, team: platform, set: harbour}
        spec: {application: harbour, eventType: harbour.ship.docked, broker: kafka-eu}
        """);
  }

  @AfterAll
  static void stop() {
    playwright.close();
  }

  private static LocatorAssertions.ContainsTextOptions within(int seconds) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(seconds * 1000.0);
  }

  @Test
  @Order(1)
  void livesWithDriftForAWhileThenPlansItsRepair() {
    Cluster cluster = new Cluster(world, "eu");
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () -> {
              shorten(cluster);
              return true;
            });
    try (Person admin = new Person(browser, world, "admin")) {
      Page page = admin.open("provisioning?tab=drift&q=harbour").page();
      page.click("#check-drift");
      assertThat(page.locator("main")).containsText("1 differs", within(60));
      assertThat(page.locator(".changes")).containsText("retention");
      admin.picture("drift");
      page.locator(id("ignore-" + FINDING)).focus();
      page.keyboard().press("Enter");
      admin.type("ignore-reason", "a rehearsal");
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
      page.click("#ignore-save");
      page.getByText("1 ignored for a while").click();
      assertThat(page.locator("main")).containsText("admin ignores it until");
      page.locator(id("notice-" + FINDING)).click();
      page.locator(id("repair-" + FINDING)).click();

      page.waitForURL("**/provisioning/plans/*");
      assertThat(page.locator("main")).containsText(TYPE);
    }
  }

  private static void shorten(Cluster cluster) {
    try (Admin admin = cluster.admin()) {
      assertThat(Cluster.get(admin.listTopics().names())).contains(TYPE);
      Cluster.get(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      new ConfigResource(ConfigResource.Type.TOPIC, TYPE),
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("retention.ms", "3600000"),
                              AlterConfigOp.OpType.SET))))
              .all());
    }
  }

  /** Of what has points in its id. */
  private static String id(String id) {
    return "[id='" + id + "']";
  }

  @Test
  @Order(2)
  void comparesTwoRevisionsAndPlansTheWayBack() {
    try (Person admin = new Person(browser, world, "admin")) {
      Page page = admin.open("provisioning?tab=revisions").page();
      assertThat(page.locator("main")).containsText("Compare two revisions");
      admin.picture("revisions");
      page.click("#compare-revisions");

      page.waitForURL("**/provisioning/revisions/*..*");
      assertThat(page.locator("h1")).containsText("..");
      admin.picture("revision");
      page.getByText("The other way round").click();
      admin.open("provisioning/revisions/1..latest");
      assertThat(page.locator("main")).containsText("Go back to revision 1");
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
    }
  }

  @Test
  @Order(3)
  void discoversATopicAndRegistersItAsItIs() throws Exception {
    Cluster cluster = new Cluster(world, "eu");
    try (Admin admin = cluster.admin();
        var producer =
            new KafkaProducer<>(
                cluster.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      Cluster.get(
          admin
              .createTopics(List.of(new NewTopic(FOREIGN, Optional.of(4), Optional.empty())))
              .all());
      producer
          .send(
              new ProducerRecord<>(
                  FOREIGN, "{\"crane\": \"c-1\", \"tons\": 12}".getBytes(StandardCharsets.UTF_8)))
          .get();
    }
    try (Person admin = new Person(browser, world, "admin")) {
      admin.open("brokers").page().click("#discover-kafka-eu");
      Page page = admin.page();
      page.waitForURL("**/brokers/kafka-eu/discovered");
      assertThat(page.locator("main")).containsText(FOREIGN, within(60));
      admin.picture("discover");
      admin.violations().forEach(fault -> assertThat(fault).isEmpty());
      page.locator(id("register-found-" + FOREIGN)).click();

      page.waitForURL("**/event-types/new?found=*");
      assertThat(admin.field("name")).hasValue(FOREIGN);
      assertThat(page.locator("main")).containsText("A valid schema with 2 fields", within(60));
    }
  }

  @Test
  @Order(4)
  void takesOverWhatASetManagesAndHandsItToAnotherTeam() {
    try (Person owner = new Person(browser, world, "platform-owner");
        Person admin = new Person(browser, world, "admin")) {
      Page page = owner.open("event-types/" + TYPE).page();
      assertThat(page.locator("main")).containsText("Set 'harbour' manages it");
      owner.picture("managed");
      page.locator(id("take-over-" + TYPE)).click();
      page.click("#take-over-yes");
      assertThat(page.locator("main")).not().containsText("Set 'harbour' manages it");
      page.click("#hand-over");
      owner.choose("hand-over-team", "analytics");
      page.click("#hand-over-save");
      assertThat(page.locator("main")).containsText("team platform offers it to team analytics");

      admin.open("event-types/" + TYPE).page().locator(id("accept-transfer-" + TYPE)).click();
      assertThat(admin.page().locator(".facts").first()).containsText("analytics");
    }
  }

  @Test
  @Order(5)
  void hasNoViolationOfAccessibilityInTheseViews() {
    List<String> found = new ArrayList<>();
    try (Person admin = new Person(browser, world, "admin")) {
      for (String view :
          List.of(
              "provisioning?tab=drift",
              "provisioning?tab=revisions",
              "provisioning?tab=promotion",
              "brokers/kafka-us/discovered")) {
        admin.open(view);
        admin.picture(view.replaceAll("[^a-z]+", "-"));
        admin.violations().forEach(fault -> found.add("/" + view + " " + fault));
      }
    }
    assertThat(found).isEmpty();
  }
}
