package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.controlplane.catalog.SubscriptionStatuses;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.SubscriptionName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two teams from an empty mesh to a granted subscription, screen by screen. */
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WalkIT extends ViewFixture {
  private static final String TYPE = "shop.order.placed";
  private static final String SUBSCRIPTION = "crm-orders";

  @SuppressWarnings("unchecked")
  private <T> void choose(String id, T value) {
    find(Select.class).id(id).setValue(value);
    roundTrip();
  }

  @Test
  @Order(1)
  void homeTeachesTheFirstStepsWhileThereIsNothing() {
    open(SHOP, "");

    assertThat(page()).contains("Welcome, sam", "Your teams: shop", "Three steps", "Waits for you");
  }

  @Test
  @Order(1)
  void listsSayWhatToDoWhileTheyAreEmpty() {
    open(SHOP, "event-types");
    assertThat(page()).contains("No event types yet");
    open(SHOP, "subscriptions");
    assertThat(page()).contains("No subscriptions yet");
    open(SHOP, "applications");
    assertThat(page()).contains("No applications yet");
    open(SHOP, "subscriptions?q=nothing-like-it");
    assertThat(page()).contains("Nothing matches");
    open(SHOP, "grants");
    assertThat(page()).contains("Nothing waits for you");
    open(SHOP, "dashboard");
    assertThat(page()).contains("Nothing to measure yet");
    open(SHOP, "provisioning?tab=history");
    assertThat(page()).contains("Nothing was applied yet");
  }

  @Test
  @Order(2)
  void refusesToRegisterWithoutATeam() {
    open(STRANGER, "event-types/new");

    assertThat(page()).contains("You are a member of no team");
    assertThat(byId(Button.class, "register-save").isEnabled()).isFalse();
    open(STRANGER, "subscriptions/new");
    assertThat(page()).contains("You are a member of no team");
    open(STRANGER, "");
    assertThat(page()).contains("You are in no team yet");
  }

  @Test
  @Order(3)
  void registersAnEventTypeFromSamplesAndShowsThePlanFirst() {
    open(SHOP, "event-types/new");
    test(byId(TextField.class, "name")).setValue("Not A Name");
    assertThat(byId(TextField.class, "name").isInvalid()).isTrue();
    test(byId(TextField.class, "name")).setValue(TYPE);
    test(byId(TextArea.class, "samples"))
        .setValue("{\"id\": 1, \"total\": 12}\n{\"id\": 2, \"total\": 900}");
    click("infer");
    @SuppressWarnings("unchecked")
    ComboBox<String> application = byId(ComboBox.class, "application");
    application.setItems("till");
    application.setValue("till");
    choose("broker", "mem-eu");

    assertThat(page()).contains("A valid schema with 2 fields", "What will happen", TYPE);
    assertThat(byId(Button.class, "register-save").isEnabled()).isTrue();
    click("register-save");

    assertThat(page()).contains(TYPE, "Owner", "shop", "./mesh publish " + TYPE, "Version 1");
  }

  @Test
  @Order(4)
  void asksForGoodSchemasAndFreeNames() {
    open(SHOP, "event-types/new");

    test(byId(TextField.class, "name")).setValue(TYPE);
    assertThat(byId(TextField.class, "name").getErrorMessage()).contains("is taken");
    click("infer");
    assertThat(byId(TextArea.class, "samples").getErrorMessage()).contains("no sample");
    test(byId(TextArea.class, "schema")).setValue("{\"type\": 7}");
    assertThat(byId(TextArea.class, "schema").isInvalid()).isTrue();
  }

  @Test
  @Order(5)
  @SuppressWarnings("unchecked")
  void subscribesWithAFilterTriedOnExamples() {
    open(CRM, "subscriptions/new?type=" + TYPE);
    assertThat(byId(MultiSelectComboBox.class, "event-types").getValue()).isEqualTo(Set.of(TYPE));
    assertThat(byId(TextField.class, "subscription-name").getValue()).isEqualTo("crm-" + TYPE);

    test(byId(TextArea.class, "filter")).setValue("{\"data\": {\"total\": [}");
    assertThat(byId(TextArea.class, "filter").getErrorMessage()).contains("line 1, column");
    test(byId(TextArea.class, "filter"))
        .setValue("{\"data\": {\"total\": [{\"numeric\": [\">\", 100]}]}}");
    click("try-filter");
    assertThat(page()).contains("1 of 2 events match", "no match");
    test(byId(TextArea.class, "transform")).setValue("{\"/sum\": \"/total\", \"/sum/x\": \"/a\"}");
    assertThat(byId(TextArea.class, "transform").getErrorMessage()).contains("exclude each other");
    assertThat(page()).contains("The transform is not valid yet.");
    test(byId(TextArea.class, "transform")).setValue("{\"/sum\": \"/total\"}");
    click("try-transform");
    assertThat(page()).contains("2 of 2 payloads can be projected");

    test(byId(TextField.class, "subscription-name")).setValue(SUBSCRIPTION);
    ComboBox<String> application = byId(ComboBox.class, "application");
    application.setItems("mailer");
    application.setValue("mailer");
    choose("broker", "mem-us");
    assertThat(byId(Button.class, "subscribe-save").isEnabled()).isTrue();
    click("subscribe-save");

    assertThat(page())
        .contains(
            SUBSCRIPTION,
            "requested",
            "It waits for the owners' word",
            "mem-us",
            "numeric",
            "/sum");
    assertThat(has("approve-" + SUBSCRIPTION + "-" + TYPE)).isFalse();
  }

  @Test
  @Order(6)
  void theOwnerFindsTheRequestAtHomeAndApproves() {
    open(SHOP, "");
    assertThat(page()).contains(SUBSCRIPTION, TYPE);
    open(SHOP, "grants");

    click("approve-" + SUBSCRIPTION + "-" + TYPE);

    assertThat(page()).contains("Nothing waits for you");
    open(SHOP, "event-types/" + TYPE);
    assertThat(has("revoke-" + SUBSCRIPTION + "-" + TYPE)).isTrue();
  }

  @Test
  @Order(7)
  void theSubscriptionSaysWhatToRead() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                !bean(SubscriptionStatuses.class)
                    .of(CRM, List.of(new SubscriptionName(SUBSCRIPTION)))
                    .get(new SubscriptionName(SUBSCRIPTION))
                    .channels()
                    .isEmpty());
    open(CRM, "subscriptions/" + SUBSCRIPTION);

    assertThat(page()).contains("./mesh tail " + SUBSCRIPTION, SUBSCRIPTION + ".", "On mem-us");
    open(CRM, "subscriptions");
    assertThat(page()).contains("found");
    open(CRM, "");
    assertThat(page()).contains(SUBSCRIPTION, "My subscriptions");
  }

  @Test
  @Order(8)
  void pausesAndResumes() {
    open(CRM, "subscriptions/" + SUBSCRIPTION);
    click("pause");
    assertThat(has("resume")).isTrue();
    click("resume");
    assertThat(has("pause")).isTrue();
    open(SHOP, "subscriptions/" + SUBSCRIPTION);
    assertThat(has("pause")).isFalse();
  }

  @Test
  @Order(9)
  void computesAPlanAndShowsDeployments() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !bean(Deployments.class).list(ADMIN, 5, null).items().isEmpty());
    open(ADMIN, "provisioning");
    click("compute-plan");
    assertThat(page()).contains("for the whole mesh");

    open(ADMIN, "provisioning?tab=history");
    assertThat(page()).contains("Deployment of");
    var deployment = bean(Deployments.class).list(ADMIN, 5, null).items().getFirst();
    open(ADMIN, "provisioning/deployments/" + deployment.id());
    assertThat(page()).contains("steps done", "1 · Expand");
    open(ADMIN, "provisioning/plans/" + deployment.plan());
    assertThat(page()).contains("Computed by");
    open(ADMIN, "provisioning?tab=drift");
    click("check-drift");
    assertThat(page()).contains("Last looked");
  }

  @Test
  @Order(10)
  void drawsTheMeshAndItsFigures() {
    open(ADMIN, "map?at=broker:mem-eu");
    assertThat(page()).contains("Links in", "mem-eu");
    byId(Div.class, "mesh-graph");
    open(ADMIN, "map?at=mem-eu>mem-us&q=" + TYPE);
    assertThat(page()).contains("Links");
    open(ADMIN, "dashboard");
    assertThat(page()).contains("events a second", "Throughput", "links running");
    open(ADMIN, "dashboard?team=crm");
    assertThat(page()).contains("End-to-end latency");
  }

  @Test
  @Order(11)
  void auditsEachChange() {
    open(ADMIN, "audit?name=" + SUBSCRIPTION);
    assertThat(page()).contains("Subscription " + SUBSCRIPTION, "by cleo");
    open(ADMIN, "audit?name=nothing-of-the-kind");
    assertThat(page()).contains("Nothing matches");
  }

  @Test
  @Order(12)
  void retiresOnceNobodyDependsOnIt() {
    open(SHOP, "event-types/" + TYPE);
    click("retire");
    confirm();
    assertThat(find(Notification.class).all()).isNotEmpty();
    open(CRM, "subscriptions/" + SUBSCRIPTION);
    click("retire");
    assertThat(page()).contains("It gets no more events");
    confirm();

    open(CRM, "subscriptions/" + SUBSCRIPTION);
    assertThat(page()).contains("It has ended");
    assertThat(has("retire")).isFalse();
  }

  @Test
  @Order(13)
  void saysWhenThereIsNoSuchThing() {
    for (String address :
        List.of(
            "event-types/nothing",
            "subscriptions/nothing",
            "applications/nothing",
            "provisioning/plans/nothing",
            "provisioning/deployments/nothing")) {
      open(SHOP, address);
      assertThat(page()).as(address).contains("No such");
    }
  }
}
