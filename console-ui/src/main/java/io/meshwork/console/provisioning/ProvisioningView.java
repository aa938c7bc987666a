package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What would be done, what was done, and what others did behind the mesh's back. */
@Route("provisioning")
@PageTitle("Provisioning · Meshwork")
@PermitAll
class ProvisioningView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final String MESH = "The whole mesh";
  private static final int SHOWN = 30;
  private static final List<String> TABS = List.of("plan", "history", "drift");

  private final transient RoomsOfProvisioning rooms;
  private final transient Actor actor;
  private final Tab plan = new Tab("Plan");
  private final Tab history = new Tab("History");
  private final Tab drift = new Tab("Drift");
  private final Tabs tabs = new Tabs(plan, history, drift);
  private final Select<String> scope = new Select<>();
  private final Div body = new Div();
  private final Div computed = new Div();

  ProvisioningView(RoomsOfProvisioning rooms, CurrentActor current) {
    super(
        "Provisioning",
        "Compare what is declared with what the brokers hold, and apply the difference.");
    this.rooms = rooms;
    this.actor = current.require();
    plan.setId("tab-plan");
    history.setId("tab-history");
    drift.setId("tab-drift");
    body.addClassName("stack");
    computed.addClassName("stack");
    computed.getElement().setAttribute("aria-live", "polite");
    List<String> scopes = new ArrayList<>();
    if (rooms.permissions().allows(actor, Operation.PLAN, Guarded.mesh())) {
      scopes.add(MESH);
    }
    scopes.addAll(new Choices(rooms.catalog(), actor).teams());
    scope.setLabel("Plan for");
    scope.setId("plan-scope");
    scope.setItems(scopes);
    if (!scopes.isEmpty()) {
      scope.setValue(scopes.getFirst());
    }
    tabs.addSelectedChangeListener(
        event -> {
          if (event.isFromClient()) {
            UI.getCurrent()
                .getPage()
                .getHistory()
                .replaceState(
                    null, new Location("provisioning", QueryParameters.of("tab", word())));
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
    String wanted =
        event.getLocation().getQueryParameters().getSingleParameter("tab").orElse("plan");
    tabs.setSelectedIndex(Math.max(0, TABS.indexOf(wanted)));
    showTab();
  }

  private void showTab() {
    body.removeAll();
    switch (word()) {
      case "history" -> showHistory();
      case "drift" -> body.add(new DriftPanel(rooms, actor));
      default -> showPlan();
    }
  }

  private void showPlan() {
    Button compute = new Button("Compute the plan", event -> compute());
    compute.addThemeVariants(ButtonVariant.PRIMARY);
    compute.setId("compute-plan");
    compute.setDisableOnClick(true);
    compute.addClickListener(event -> compute.setEnabled(true));
    if (scope.isEmpty()) {
      body.add(
          new Empty(
              VaadinIcon.ROCKET,
              "Nothing that you could plan",
              "Plans are computed by members of teams, for what their team declares, and by"
                  + " operators for the mesh."));
    } else {
      Div row = new Div(scope, compute);
      row.addClassNames("row", "form-row");
      body.add(row, computed);
    }
    body.add(waiting());
  }

  private Component waiting() {
    List<PlanDocument> plans = rooms.plans().list(actor, PlanQuery.waiting(SHOWN)).items();
    Section section = new Section("Waits for an operator");
    Instant now = rooms.clock().instant();
    section.show(
        plans.isEmpty()
            ? new Component[] {
              new Paragraph("Nothing: what was declared is provisioned, or was applied by itself.")
            }
            : plans.stream().map(p -> Standing.line(p, now)).toArray(Component[]::new));
    return section;
  }

  private void compute() {
    computed.removeAll();
    try {
      PlanScope wanted =
          scope.getValue().equals(MESH)
              ? PlanScope.MESH
              : new PlanScope(new TeamName(scope.getValue()), null);
      computed.add(new PlanPanel(rooms, actor, rooms.plans().compute(actor, wanted, List.of())));
    } catch (MeshException e) {
      Paragraph words = new Paragraph(e.text());
      words.addClassName("fault");
      computed.add(words);
    }
  }

  private void showHistory() {
    Instant now = rooms.clock().instant();
    List<DeploymentDocument> deployments = rooms.deployments().list(actor, SHOWN, null).items();
    if (deployments.isEmpty()) {
      body.add(
          new Empty(
              VaadinIcon.TIME_BACKWARD,
              "Nothing was applied yet",
              "Each deployment appears here with its steps."));
    } else {
      body.add(
          new Section(
              "Deployments",
              deployments.stream().map(d -> Standing.line(d, now)).toArray(Component[]::new)));
    }
    List<PlanDocument> plans = rooms.plans().list(actor, PlanQuery.newest(SHOWN)).items();
    if (!plans.isEmpty()) {
      body.add(
          new Section(
              "Plans", plans.stream().map(p -> Standing.line(p, now)).toArray(Component[]::new)));
    }
  }
}
