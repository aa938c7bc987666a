package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.PlanLine;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A plan on demand, of the mesh or of a team, and the plans that wait for somebody. */
final class PlanTab extends Div {
  private static final long serialVersionUID = 1L;
  private static final String MESH = "The whole mesh";
  private static final int SHOWN = 30;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final Select<String> scope = new Select<>();
  private final Div computed = new Div();

  PlanTab(RoomsOfProvisioning rooms, CurrentActor actor) {
    this.rooms = rooms;
    this.actor = actor;
    addClassName("stack");
    computed.addClassName("stack");
    computed.getElement().setAttribute("aria-live", "polite");
    List<String> scopes = scopes();
    if (scopes.isEmpty()) {
      add(
          new Empty(
              VaadinIcon.ROCKET,
              "Nothing that you could plan",
              "Plans are computed by members of teams, for what their team declares, and by"
                  + " operators for the mesh."));
    } else {
      scope.setLabel("Plan for");
      scope.setId("plan-scope");
      scope.setItems(scopes);
      scope.setValue(scopes.getFirst());
      Div row = new Div(scope, computing());
      row.addClassNames("row", "form-row");
      add(row, computed);
    }
    add(waiting());
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    if (rooms.permissions().allows(actor.require(), Operation.PLAN, Guarded.mesh())) {
      scopes.add(MESH);
    }
    scopes.addAll(new Choices(rooms.catalog(), actor.require()).teams());
    return scopes;
  }

  private Button computing() {
    Button compute = new Button("Compute the plan", event -> compute());
    compute.addThemeVariants(ButtonVariant.PRIMARY);
    compute.setId("compute-plan");
    compute.setDisableOnClick(true);
    compute.addClickListener(event -> compute.setEnabled(true));
    return compute;
  }

  private void compute() {
    computed.removeAll();
    try {
      PlanScope wanted =
          scope.getValue().equals(MESH)
              ? PlanScope.MESH
              : new PlanScope(new TeamName(scope.getValue()), null);
      computed.add(
          new PlanPanel(rooms, actor, rooms.plans().compute(actor.require(), wanted, List.of())));
    } catch (MeshException e) {
      Paragraph words = new Paragraph(e.text());
      words.addClassName("fault");
      computed.add(words);
    }
  }

  private Component waiting() {
    List<PlanDocument> plans =
        rooms.plans().list(actor.require(), PlanQuery.waiting(SHOWN)).items();
    if (plans.isEmpty()) {
      return new Section(
          "Waits for an operator",
          new Paragraph("Nothing: what was declared is provisioned, or was applied by itself."));
    }
    Instant now = rooms.clock().instant();
    return new Section(
        "Waits for an operator",
        plans.stream().map(plan -> PlanLine.line(plan, now)).toArray(Component[]::new));
  }
}
