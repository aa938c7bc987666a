package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.notification.Notification;
import io.meshwork.api.Documents;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A page never offers, and never does, what one was once allowed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsIT extends ViewFixture {
  private static final String PAGE = "event-types/desk.lamp.lit";

  @BeforeAll
  static void declare() {
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: Team, metadata: {name: desk}, spec: {}}
        ---
        apiVersion: mesh/v1
        kind: EventType
        metadata: {name: desk.lamp.lit, team: desk}
        spec: {schema: {format: json-schema, definition: {type: object}}}
        """);
  }

  private static void apply(String documents) {
    bean(ApplyDocuments.class).apply(ADMIN, Documents.read(documents), ApplyOptions.PLAIN);
  }

  private static void makeRita(String members) {
    apply(
        "---\n{apiVersion: mesh/v1, kind: Team, metadata: {name: desk}, spec: {members: [%s]}}\n"
            .formatted(members));
  }

  @Test
  @Order(1)
  void offersWhatARoleAllowsAsSoonAsItIsGiven() {
    openAsPerson("rita", PAGE);
    assertThat(has("retire")).isFalse();
    assertThat(page()).contains("in no team");

    makeRita("{subject: rita, role: owner}");

    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(page()).contains("desk owner");
              assertThat(has("retire")).isTrue();
            });
  }

  @Test
  @Order(2)
  void refusesWhatARoleAllowedWhenItIsTakenInTheMiddle() {
    openAsPerson("rita", PAGE);
    click("retire");

    makeRita("");
    confirm();

    assertThat(find(Notification.class).all()).isNotEmpty();
    open(SHOP, PAGE);
    assertThat(page()).contains("desk.lamp.lit", "active");
  }

  @Test
  @Order(3)
  void keepsWhatWasTypedWhenRightsChange() {
    openAsPerson("rita", "event-types/new");
    assertThat(page()).contains("You are a member of no team");
    test(byId(com.vaadin.flow.component.textfield.TextField.class, "name"))
        .setValue("desk.chair.turned");

    makeRita("{subject: rita, role: member}");

    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(20))
        .until(() -> page().contains("desk member"));
    assertThat(byId(com.vaadin.flow.component.textfield.TextField.class, "name").getValue())
        .isEqualTo("desk.chair.turned");
    assertThat(byId(com.vaadin.flow.component.select.Select.class, "team").getValue())
        .isEqualTo("desk");
  }
}
