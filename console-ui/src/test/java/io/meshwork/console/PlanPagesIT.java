package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.PublicationName;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A dangerous change from its plan to its undoing, on the two pages that show it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanPagesIT extends ViewFixture {
  private static final String FREEZE =
      ", freezeWindows: [{from: '2020-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: peak}]";
  private static ChangingWorld world;

  @BeforeAll
  static void world() {
    world = new ChangingWorld(ADMIN, "shop", "pages");
    world.apply(world.type("moved", 1) + world.publication("moved") + world.subscription("moved"));
  }

  private void openPlan(PlanDocument plan) {
    open(ADMIN, "provisioning/plans/" + plan.id());
  }

  /** What the page is about; the mesh plans by itself too, so that the newest may be another. */
  private static UUID shown() {
    String path = UI.getCurrent().getInternals().getActiveViewLocation().getPath();
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private static PlanDocument shownPlan() {
    return bean(Plans.class).find(ADMIN, shown());
  }

  private UUID applied() {
    click("apply-plan");
    confirm();
    UUID id = shown();
    world.ended(id);
    return id;
  }

  private void fill(String id, String value) {
    test(byId(TextField.class, id)).setValue(value);
  }

  @Test
  @Order(1)
  @SuppressWarnings("unchecked")
  void saysWhatHappensWhoNoticesWhatItCostsAndHowToUndoIt() {
    openPlan(world.plan(""));

    assertThat(page())
        .contains("What happens", "At once: creates", "Who notices", "Nobody")
        .contains("What it costs", "How to undo it", "Everything comes back.")
        .contains("1 · Expand", "2 · Switch", "Acts only if", "because of")
        .contains("Price by month", "not known");
    assertThat(byId(ComboBox.class, "route-type").getValue()).isEqualTo("pages.moved");
    assertThat(byId(ComboBox.class, "route-subscription").getValue()).isEqualTo("pages-moved");
    assertThat(page())
        .contains("From mem-pages", "Now: events do not come", "After the plan")
        .contains("the plan brings it", "read by", "numeric");

    byId(ComboBox.class, "route-subscription").setValue("no-such");
    assertThat(byId(ComboBox.class, "route-subscription").getErrorMessage()).contains("no-such");
    applied();
    assertThat(page()).contains("1 · Expand", "2 · Switch");
  }

  @Test
  @Order(2)
  void forcesOneResourceByNameWithAReasonAndSaysWhatMoved() {
    world.apply(world.type("moved", 4));
    PlanDocument blocked = world.plan("");
    openPlan(blocked);
    assertThat(page())
        .contains("Nothing as it stands", "to decide first", "cannot be undone")
        .contains("partitions: 1 → 4", "written in the last hour", "Depends on it");

    click("allow-named");
    assertThat(byId(TextField.class, "allow-reason").getErrorMessage()).contains("Say why");
    fill("allow-reason", "The key is not relied on.");
    click("allow-named");
    assertThat(page()).contains("Tick what shall be done");
    find(Checkbox.class).all().forEach(box -> box.setValue(true));
    click("allow-named");

    PlanDocument forced = shownPlan();
    assertThat(forced.allowances().force()).hasSize(blocked.blocked().size());
    assertThat(page())
        .contains("What moved", "Not blocked any more: topic pages.moved on mem-pages")
        .contains("Forced", "The key is not relied on.", "irreversible", "Does not come back");
    click("apply-plan");
    assertThat(page()).contains("cannot be taken back", "By name, forced");
    confirm();
    assertThat(page()).contains("Started by ada");
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page().contains("applied"));
    openPlan(forced);
    assertThat(page()).contains("It was applied; follow or undo it at");
  }

  @Test
  @Order(3)
  void showsWhatWaitsAndTakesItBackWhileThatIsExact() {
    world.apply(world.type("short", 1) + world.publication("short"));
    world.deploy();
    world.publish("pages.short");
    world.retire(new PublicationName("pages-short"));
    openPlan(world.plan(""));
    assertThat(page())
        .contains("3 · Contract", "Each step waits until", "the time for undoing is over")
        .contains("Exact for 1 day", "delete topic pages.short");
    UUID first = applied();
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page().contains("still waits to be taken away") && page().contains("Undo:"));
    assertThat(page()).contains("Undo is exact until", "in 23 h");

    click("undo-deployment");
    assertThat(page()).contains("It takes back", "this deployment");
    applied();
    assertThat(page()).contains("It takes back", "another deployment");
    open(ADMIN, "provisioning/deployments/" + first);
    assertThat(page()).contains("It was taken back by");
    assertThat(has("undo-deployment")).isFalse();
  }

  @Test
  @Order(4)
  @SuppressWarnings("unchecked")
  void endsTheWaitWithAReasonAndThenNamesWhatIsGone() {
    UUID id = world.deploy();
    open(ADMIN, "provisioning/deployments/" + id);
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page().contains("In use:"));

    click("end-wait");
    click("end-wait-yes");
    assertThat(byId(TextField.class, "wait-reason").getErrorMessage()).contains("Say why");
    fill("wait-reason", "The audit asks for it.");
    CheckboxGroup<ActionDocument> forced = byId(CheckboxGroup.class, "wait-force");
    forced.setValue(forced.getListDataView().getItems().collect(Collectors.toSet()));
    click("end-wait-yes");

    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page().contains("what it took away is gone"));
    assertThat(has("end-wait")).isFalse();
    click("undo-deployment");
    assertThat(page()).contains("create topic pages.short");
  }

  @Test
  @Order(5)
  void saysToAMemberWhyAFreezeForbidsIt() {
    world.region(FREEZE);
    PlanDocument plan = world.plan(world.type("late", 1) + world.publication("late"));
    open(SHOP, "provisioning/plans/" + plan.id());
    assertThat(page()).contains("is frozen until", "peak");
    assertThat(byId(Button.class, "apply-plan").isEnabled()).isFalse();
    assertThat(has("apply-despite-freeze")).isFalse();
  }

  @Test
  @Order(6)
  void letsAnOperatorGoAheadWithAReasonButNotPastFourEyes() {
    openPlan(world.plan(world.type("late", 1) + world.publication("late")));
    click("apply-despite-freeze");
    assertThat(byId(TextField.class, "freeze-reason").getErrorMessage()).contains("cannot wait");
    fill("freeze-reason", "Customers wait.");
    click("apply-despite-freeze");
    confirm();
    world.ended(shown());
    assertThat(page()).contains("Started by ada");

    world.region(", fourEyes: true");
    openPlan(world.plan(world.type("eyes", 1) + world.publication("eyes")));
    assertThat(page()).contains("asks for four eyes");
    assertThat(byId(Button.class, "apply-plan").isEnabled()).isFalse();
    world.region("");
  }

  @Test
  @Order(7)
  void saysWhatMovedWhenAPlanIsStale() {
    PlanDocument plan = world.plan(world.type("stale", 1) + world.publication("stale"));
    openPlan(plan);
    world.foreign("pages.stale");

    click("apply-plan");
    confirm();
    assertThat(page()).contains("is stale", "blocked now");
    openPlan(plan);
    assertThat(page()).contains("The mesh has moved on");
    click("recompute-plan");

    assertThat(page())
        .contains("What moved", "Not done any more: create topic pages.stale on mem-pages")
        .contains("Blocked now: topic pages.stale on mem-pages", "made by others");
    byId(Checkbox.class, "adopt-mem-pages-topic-pages-stale").setValue(true);
    fill("allow-reason", "It is ours to have.");
    click("allow-named");
    assertThat(page()).contains("Taken over", "adopt topic pages.stale", "What moved");
  }
}
