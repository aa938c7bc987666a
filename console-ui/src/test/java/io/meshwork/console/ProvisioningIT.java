package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.Documents;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.transport.memory.MemoryBrokers;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An operator applies what waits, follows it, and sees what others change afterwards. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisioningIT extends ViewFixture {
  private static final String TYPE = "vault.door.opened";
  private static final String FINDING = "mem-ch-topic-" + TYPE;
  private static final String WORLD =
      """
      ---
      {apiVersion: mesh/v1, kind: Team, metadata: {name: vault}, spec: {}}
      ---
      {apiVersion: mesh/v1, kind: Region, metadata: {name: ch}, spec: {jurisdiction: ch, environment: vault, autoApply: none}}
      ---
      {apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-ch}, spec: {transport: memory, region: ch, settings: {broker: console-ch}}}
      ---
      {apiVersion: mesh/v1, kind: Application, metadata: {name: door, team: vault}, spec: {principals: {mem-ch: door}}}
      ---
      apiVersion: mesh/v1
      kind: EventType
      metadata: {name: vault.door.opened, team: vault}
      spec: {schema: {format: json-schema, definition: {type: object}}}
      ---
      {apiVersion: mesh/v1, kind: Publication, metadata: {name: door-opens, team: vault}, spec: {application: door, eventType: vault.door.opened, broker: mem-ch}}
      """;

  @Test
  @Order(1)
  @SuppressWarnings("unchecked")
  void saysWhatApplyingTouchesThenAppliesExactlyThatAndFollowsIt() {
    bean(ApplyDocuments.class).apply(ADMIN, Documents.read(WORLD), ApplyOptions.PLAIN);
    open(ADMIN, "provisioning");
    byId(Select.class, "plan-scope").setValue("vault");
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              click("compute-plan");
              return page().contains("create topic " + TYPE) && has("apply-plan");
            });

    click("apply-plan");
    assertThat(page()).contains("Apply this plan?", "mem-ch", "Nothing is deleted.", "taken back");
    confirm();

    assertThat(page()).contains("Started by ada", "steps done", TYPE + " · mem-ch");
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page().contains("applied"));
    open(ADMIN, "provisioning");
    byId(Select.class, "plan-scope").setValue("vault");
    click("compute-plan");
    assertThat(page()).doesNotContain("create topic " + TYPE);
  }

  @Test
  @Order(2)
  void showsWhatOthersChangedOnABroker() {
    MemoryBrokers.ofThisProcess()
        .broker("console-ch")
        .foreigner()
        .changeRetention(new ChannelAddress(TYPE), Duration.ofHours(1));
    open(ADMIN, "provisioning?tab=drift");

    click("check-drift");

    assertThat(page()).contains("mem-ch", "1 differs", "topic " + TYPE, "PT1H", "since");
  }

  @Test
  @Order(3)
  void livesWithDriftForAWhileAndTakesThatBack() {
    open(ADMIN, "provisioning?tab=drift");
    click("ignore-" + FINDING);
    click("ignore-save");
    assertThat(byId(TextField.class, "ignore-reason").isInvalid()).isTrue();
    test(byId(TextField.class, "ignore-reason")).setValue("a rehearsal");
    click("ignore-save");
    assertThat(page()).contains("1 ignored for a while", "ada ignores it until", "a rehearsal");
    assertThat(has("repair-" + FINDING)).isFalse();

    click("notice-" + FINDING);

    assertThat(has("repair-" + FINDING)).isTrue();
  }

  @Test
  @Order(4)
  void findsOneBrokersDriftByItsAddress() {
    open(ADMIN, "provisioning?tab=drift&q=mem-ch");
    assertThat(page()).contains(TYPE);
    open(ADMIN, "provisioning?tab=drift&q=no-such-broker");
    assertThat(page()).contains("Nothing matches");
  }

  @Test
  @Order(5)
  void plansTheRepairOrTakesWhatIsThereIntoTheCatalog() {
    open(ADMIN, "provisioning?tab=drift");
    click("repair-" + FINDING);
    assertThat(page()).contains("Computed by ada", TYPE);

    open(ADMIN, "provisioning?tab=drift");
    click("accept-" + FINDING);
    assertThat(page()).contains("The event type will ask for topic " + TYPE);
    confirm();

    assertThat(has("accept-" + FINDING)).isFalse();
    assertThat(
            bean(Catalog.class)
                .get(ADMIN, new EventTypeName(TYPE))
                .spec(EventTypeSpec.class)
                .retention())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  @Order(6)
  void keepsOneTeamsPlansFromAnother() {
    open(SHOP, "provisioning");

    assertThat(page()).contains("Compute the plan").doesNotContain("The whole mesh");
    open(STRANGER, "provisioning");
    assertThat(page()).contains("Nothing that you could plan");
  }
}
