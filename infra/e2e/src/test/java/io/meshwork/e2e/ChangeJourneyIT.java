package io.meshwork.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan that others stand in the way of: read, decided, applied and taken back by keyboard. */
class ChangeJourneyIT {
  private static final String TYPE = "ferry.boat.left";
  private static RunningWorld world;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    world = RunningWorld.get();
    playwright = Person.playwright();
    browser = Person.browser(playwright);
    try (Admin admin = new Cluster(world, "eu").admin()) {
      NewTopic made = new NewTopic(TYPE, Optional.of(1), Optional.empty());
      Cluster.get(admin.createTopics(List.of(made)).all());
    }
    world.apply(
        """
        apiVersion: mesh/v1
        kind: Application
        metadata: {name: ferry, team: platform}
        spec: {principals: {kafka-eu: ferry}}
        ---
        apiVersion: mesh/v1
        kind: Application
        metadata: {name: quay, team: analytics}
        spec: {principals: {kafka-us: quay}}
        ---
        apiVersion: mesh/v1
        kind: EventType
        metadata: {name: ferry.boat.left, team: platform}
        spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 1, access: open}
        ---
        apiVersion: mesh/v1
        kind: Publication
        metadata: {name: ferry-boats, team: platform}
        spec: {application: ferry, eventType: ferry.boat.left, broker: kafka-eu}
        ---
        apiVersion: mesh/v1
        kind: Subscription
        metadata: {name: quay-boats, team: analytics}
        spec: {application: quay, eventTypes: [ferry.boat.left], at: {broker: kafka-us}}
        """);
  }

  @AfterAll
  static void stop() {
    playwright.close();
  }

  private static LocatorAssertions.ContainsTextOptions within(int seconds) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(seconds * 1000.0);
  }

  /** A plan of these two alone: others plan in the same world. */
  private static PlanDocument plan() {
    ObjectNode request = MeshJson.mapper().createObjectNode();
    ArrayNode resources = request.putObject("scope").putArray("resources");
    resources.addObject().put("kind", "Publication").put("name", "ferry-boats");
    resources.addObject().put("kind", "Subscription").put("name", "quay-boats");
    try (ControlPlaneClient api = world.api()) {
      return api.post("/api/v1/plans", request.toString()).as(PlanDocument.class);
    }
  }

  @Test
  void readsDecidesAppliesAndTakesBack() {
    try (Person operator = new Person(browser, world, "operator")) {
      Page page = operator.open("provisioning/plans/" + plan().id()).page();
      assertThat(page.locator("#blocked")).containsText(TYPE);
      look(operator, "plan-blocked");

      page.locator("#adopt-kafka-eu-topic-ferry-boat-left input").focus();
      page.keyboard().press("Space");
      operator.type("allow-reason", "The ferry's own topic.");
      press(page, "#allow-named");
      assertThat(page.locator("#plan-moves")).containsText(TYPE, within(60));
      look(operator, "plan-adopted");
      assertThat(page.locator("#route")).containsText("read by", within(60));

      press(page, "#apply-plan");
      press(page, "#apply-plan-yes");
      page.waitForURL("**/provisioning/deployments/*");
      assertThat(page.locator("#deployment-state")).containsText("applied", within(120));
      look(operator, "deployment-applied");

      press(page, "#undo-deployment");
      page.waitForURL("**/provisioning/plans/*");
      assertThat(page.locator("main")).containsText("It takes back");
      look(operator, "plan-undo");
    }
    try (Admin admin = new Cluster(world, "eu").admin()) {
      assertThat(Cluster.get(admin.listTopics().names())).contains(TYPE);
    }
  }

  private static void press(Page page, String id) {
    page.locator(id).focus();
    page.keyboard().press("Enter");
  }

  private static void look(Person person, String picture) {
    person.picture(picture);
    person.violations().forEach(fault -> assertThat(fault).isEmpty());
  }
}
