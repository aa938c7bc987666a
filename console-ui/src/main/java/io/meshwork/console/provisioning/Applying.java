package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Confirm;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.run.Clearance;
import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a plan that is ready is applied: the button, or beside it what speaks against it. */
final class Applying extends Div {
  private static final long serialVersionUID = 1L;
  private static final String HINDRANCE = "apply-hindrance";

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient PlanDocument plan;
  private final Div refused = new Div();

  Applying(RoomsOfProvisioning rooms, CurrentActor actor, PlanDocument plan) {
    this.rooms = rooms;
    this.actor = actor;
    this.plan = plan;
    addClassName("stack");
    refused.getElement().setAttribute("role", "alert");
    switch (rooms.deployments().clearance(actor.require(), plan.id())) {
      case Clearance.Clear() -> add(apply(true));
      case Clearance.AnotherMust(var why) -> add(row(apply(false), hindrance(why)));
      case Clearance.Frozen(var why, var mayOverride) -> {
        add(row(apply(false), hindrance(why)));
        if (mayOverride) {
          add(despite());
        }
      }
      case Clearance.NotTheirs() ->
          add(hindrance("You may read this plan; a member of its team or an operator applies it."));
    }
    add(refused);
  }

  private Button apply(boolean enabled) {
    Button apply = new Button("Apply", event -> confirm(null));
    apply.addThemeVariants(ButtonVariant.PRIMARY);
    apply.setId("apply-plan");
    apply.setEnabled(enabled);
    if (!enabled) {
      apply.getElement().setAttribute("aria-describedby", HINDRANCE);
    }
    return apply;
  }

  private static Paragraph hindrance(String why) {
    Paragraph words = new Paragraph(why);
    words.setId(HINDRANCE);
    words.addClassName("notice");
    return words;
  }

  private Component despite() {
    TextField reason = new TextField("Why it cannot wait, kept in the audit");
    reason.setId("freeze-reason");
    reason.setRequiredIndicatorVisible(true);
    reason.addClassName("reason");
    Button go = new Button("Apply despite the freeze");
    go.setId("apply-despite-freeze");
    go.addThemeVariants(ButtonVariant.ERROR);
    go.addClickListener(
        event -> {
          if (reason.isEmpty()) {
            reason.setErrorMessage("Say why it cannot wait for the end of the window.");
            reason.setInvalid(true);
            reason.focus();
          } else {
            reason.setInvalid(false);
            confirm(reason.getValue().strip());
          }
        });
    return row(reason, go);
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassNames("row", "form-row");
    return row;
  }

  private void confirm(@Nullable String despiteFreeze) {
    Confirm.Question question =
        new Confirm.Question("Apply this plan?", touches(plan), "Apply", "apply-plan-yes");
    if (plan.actions().stream().anyMatch(action -> Danger.of(action).isHigh())) {
      Confirm.dangerous(question, () -> start(despiteFreeze));
    } else {
      Confirm.plain(question, () -> start(despiteFreeze));
    }
  }

  private void start(@Nullable String despiteFreeze) {
    try {
      UI.getCurrent()
          .navigate(
              "provisioning/deployments/"
                  + rooms.deployments().start(actor.require(), plan.id(), despiteFreeze).id());
    } catch (MeshException e) {
      Paragraph words = new Paragraph(e.text());
      words.addClassName("fault");
      refused.removeAll();
      refused.add(words);
    }
  }

  /** What applying touches, in a sentence. */
  static String touches(PlanDocument plan) {
    TreeSet<String> places = new TreeSet<>();
    int deletes = 0;
    int irreversible = 0;
    for (PlanDocument.ActionDocument action : plan.actions()) {
      places.add(PlanWords.place(action));
      deletes += action.verb().equals("delete") ? 1 : 0;
      irreversible += action.safety().equals("irreversible") ? 1 : 0;
    }
    int all = plan.actions().size();
    if (all == 0) {
      return plan.undoes() == null
          ? "It changes the catalog alone. Nothing is done on a broker."
          : "It cancels what still waits to be taken away. Nothing is done on a broker.";
    }
    return "It makes %s on %s. %s %s%s"
        .formatted(
            all == 1 ? "1 change" : all + " changes",
            String.join(", ", places),
            deletes == 0
                ? "Nothing is deleted."
                : deletes + (deletes == 1 ? " of them deletes" : " of them delete") + " something.",
            irreversible > 0
                ? irreversible + " of them cannot be taken back."
                : all == 1 ? "It can be taken back." : "Each can be taken back.",
            allowed(plan.allowances()));
  }

  private static String allowed(PlanAllowances allowances) {
    List<String> words = new ArrayList<>();
    allowances.force().forEach(each -> words.add("forced: " + words(each)));
    allowances.adopt().forEach(each -> words.add("taken over: " + words(each)));
    return words.isEmpty() ? "" : " By name, " + String.join("; ", words) + ".";
  }

  /** One thing that is allowed by name. */
  static String words(PlanAllowances.Named named) {
    String reason = named.reason();
    return "%s on %s%s"
        .formatted(named.resource(), named.broker(), reason == null ? "" : " (\"" + reason + "\")");
  }
}
