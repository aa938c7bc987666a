package io.meshwork.console.provisioning;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** What would be done, what was done, and what others did behind the mesh's back. */
@Route("provisioning")
@PageTitle("Provisioning · Meshwork")
@PermitAll
class ProvisioningView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final List<String> TABS =
      List.of("plan", "history", "drift", "revisions", "promotion");

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final Tab plan = new Tab("Plan");
  private final Tab history = new Tab("History");
  private final Tab drift = new Tab("Drift");
  private final Tab revisions = new Tab("Revisions");
  private final Tab promotion = new Tab("Promotion");
  private final Tabs tabs = new Tabs(plan, history, drift, revisions, promotion);
  private final Div body = new Div();
  private transient QueryParameters asked = QueryParameters.empty();

  ProvisioningView(RoomsOfProvisioning rooms, CurrentActor current) {
    super(
        "Provisioning",
        "Compare what is declared with what the brokers hold, and apply the difference.");
    this.rooms = rooms;
    this.actor = current;
    plan.setId("tab-plan");
    history.setId("tab-history");
    drift.setId("tab-drift");
    revisions.setId("tab-revisions");
    promotion.setId("tab-promotion");
    body.addClassName("stack");
    tabs.addSelectedChangeListener(
        event -> {
          if (event.isFromClient()) {
            UI.getCurrent()
                .getPage()
                .getHistory()
                .replaceState(
                    null, new Location("provisioning", QueryParameters.of("tab", word())));
            asked = QueryParameters.empty();
          }
          showTab();
        });
    content(tabs, body);
  }

  private String word() {
    return TABS.get(Math.max(0, tabs.getSelectedIndex()));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    asked = event.getLocation().getQueryParameters();
    String wanted = asked.getSingleParameter("tab").orElse("plan");
    tabs.setSelectedIndex(Math.max(0, TABS.indexOf(wanted)));
    showTab();
  }

  private void showTab() {
    body.removeAll();
    body.add(
        switch (word()) {
          case "history" -> new HistoryTab(rooms, actor);
          case "drift" -> new DriftPanel(rooms, actor, asked.getSingleParameter("q").orElse(""));
          case "revisions" ->
              new RevisionsTab(rooms, actor, asked.getSingleParameter("q").orElse(""));
          case "promotion" -> new PromotionTab(rooms, actor, asked);
          default -> new PlanTab(rooms, actor);
        });
  }
}
