package io.meshwork.console.provisioning;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.WaitCode;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks why the contract phase shall not wait any longer, and which things in use may go all the
 * same.
 */
final class EndTheWait extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient DeploymentDocument deployment;
  private final TextField reason = new TextField("Why it cannot wait, kept in the audit");
  private final CheckboxGroup<ActionDocument> forced =
      new CheckboxGroup<>("May go although it is in use");

  EndTheWait(
      RoomsOfProvisioning rooms,
      CurrentActor actor,
      DeploymentDocument deployment,
      List<ActionDocument> actions) {
    this.rooms = rooms;
    this.actor = actor;
    this.deployment = deployment;
    setHeaderTitle("End the wait?");
    Paragraph means =
        new Paragraph(
            "What this deployment takes away goes as soon as nobody uses it. Undoing is then no"
                + " longer exact: what is deleted comes back empty.");
    reason.setId("wait-reason");
    reason.setRequiredIndicatorVisible(true);
    reason.setWidthFull();
    forced.setId("wait-force");
    forced.setItems(inUse(actions));
    forced.setItemLabelGenerator(
        action -> "%s on %s".formatted(action.resource(), PlanWords.place(action)));
    forced.setVisible(!inUse(actions).isEmpty());
    Div form = new Div(means, reason, forced);
    form.addClassName("stack");
    add(form);
    Button yes = new Button("End the wait", event -> end());
    yes.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    yes.setId("end-wait-yes");
    getFooter().add(new Button("Cancel", event -> close()), yes);
  }

  private List<ActionDocument> inUse(List<ActionDocument> actions) {
    Map<Integer, ActionDocument> byNumber =
        actions.stream().collect(Collectors.toMap(ActionDocument::number, Function.identity()));
    return deployment.steps().stream()
        .filter(step -> step.waitsFor().stream().anyMatch(wait -> wait.why() == WaitCode.IN_USE))
        .map(step -> byNumber.get(step.action()))
        .filter(Objects::nonNull)
        .toList();
  }

  private void end() {
    if (reason.isEmpty()) {
      reason.setErrorMessage("Say why: whoever reads the audit later asks this first.");
      reason.setInvalid(true);
      reason.focus();
      return;
    }
    String why = reason.getValue().strip();
    try {
      rooms
          .deployments()
          .hurry(
              actor.require(),
              deployment.id(),
              why,
              forced.getValue().stream()
                  .map(action -> new Named(PlanWords.place(action), action.resource(), why))
                  .toList());
      close();
      Notices.say("The wait for undoing is over.");
    } catch (MeshException e) {
      reason.setErrorMessage(e.text());
      reason.setInvalid(true);
    }
  }
}
