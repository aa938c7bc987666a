package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.select.Select;
import io.meshwork.api.Documents;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.model.ChannelAddress;
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

    assertThat(page()).contains("Differs from what was applied", TYPE, "on mem-ch", "PT1H");
  }

  @Test
  @Order(3)
  void keepsOneTeamsPlansFromAnother() {
    open(SHOP, "provisioning");

    assertThat(page()).contains("Compute the plan").doesNotContain("The whole mesh");
    open(STRANGER, "provisioning");
    assertThat(page()).contains("Nothing that you could plan");
  }
}
