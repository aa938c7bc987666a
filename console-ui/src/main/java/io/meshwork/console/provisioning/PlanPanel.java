package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Confirm;
import io.meshwork.console.part.PlanDiff;
import io.meshwork.console.part.PlanLine;
import io.meshwork.controlplane.access.CurrentActor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One plan with what may be done about it: exactly what is shown is applied. */
final class PlanPanel extends Div {
  private static final long serialVersionUID = 1L;

  PlanPanel(RoomsOfProvisioning rooms, CurrentActor actor, PlanDocument plan) {
    addClassName("stack");
    Div head =
        new Div(
            PlanLine.of(plan.state()),
            new H2(PlanLine.changes(plan) + " for " + PlanLine.about(plan.scope())));
    head.addClassName("row");
    List<Component> parts = new ArrayList<>(List.of(head));
    if (plan.state() == PlanDocument.State.READY
        && rooms.deployments().mayStart(actor.require(), plan.id())) {
      Button apply = new Button("Apply", event -> confirm(rooms, actor, plan));
      apply.addThemeVariants(ButtonVariant.PRIMARY);
      apply.setId("apply-plan");
      head.add(apply);
    }
    if (plan.state() == PlanDocument.State.STALE) {
      parts.add(new Paragraph("The mesh has changed since it was computed. Compute it again."));
    }
    parts.add(new PlanDiff(plan));
    add(parts);
  }

  private static void confirm(RoomsOfProvisioning rooms, CurrentActor actor, PlanDocument plan) {
    Confirm.plain(
        new Confirm.Question("Apply this plan?", touches(plan), "Apply", "apply-plan-yes"),
        () ->
            UI.getCurrent()
                .navigate(
                    "provisioning/deployments/"
                        + rooms.deployments().start(actor.require(), plan.id()).id()));
  }

  /** What applying touches, in a sentence. */
  static String touches(PlanDocument plan) {
    TreeSet<String> places = new TreeSet<>();
    int deletes = 0;
    int irreversible = 0;
    for (PlanDocument.ActionDocument action : plan.actions()) {
      String broker = action.broker();
      places.add(broker == null ? "relays of " + action.region() : broker);
      deletes += action.verb().equals("delete") ? 1 : 0;
      irreversible += action.safety().equals("irreversible") ? 1 : 0;
    }
    int all = plan.actions().size();
    return "It makes %s on %s. %s %s"
        .formatted(
            all == 1 ? "1 change" : all + " changes",
            String.join(", ", places),
            deletes == 0
                ? "Nothing is deleted."
                : deletes + (deletes == 1 ? " of them deletes" : " of them delete") + " something.",
            irreversible > 0
                ? irreversible + " of them cannot be taken back."
                : all == 1 ? "It can be taken back." : "Each can be taken back.");
  }
}
