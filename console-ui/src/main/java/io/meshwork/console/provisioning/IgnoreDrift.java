package io.meshwork.console.provisioning;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Asks why a finding is as it should be, and until when. */
final class IgnoreDrift extends Dialog {
  private static final long serialVersionUID = 1L;
  private static final int DAYS = 7;
  private static final int LONGEST = 365;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient DriftedResource resource;
  private final transient Runnable then;
  private final TextField reason = new TextField("Why");
  private final DatePicker until = new DatePicker("Until the end of");

  IgnoreDrift(
      RoomsOfProvisioning rooms, CurrentActor actor, DriftedResource resource, Runnable then) {
    this.rooms = rooms;
    this.actor = actor;
    this.resource = resource;
    this.then = then;
    setHeaderTitle("Ignore for a while");
    LocalDate today = LocalDate.ofInstant(rooms.clock().instant(), ZoneOffset.UTC);
    reason.setId("ignore-reason");
    reason.setRequired(true);
    reason.setHelperText("Kept in the audit.");
    until.setId("ignore-until");
    until.setMin(today);
    until.setMax(today.plusDays(LONGEST));
    until.setValue(today.plusDays(DAYS));
    until.setHelperText("UTC; at most a year. Then it shows again.");
    Div form =
        new Div(
            new Paragraph(
                "%s on %s stays as it is now. If it changes once more, it shows at once."
                    .formatted(resource.resource(), resource.broker())),
            reason,
            until);
    form.addClassName("stack");
    add(form);
    Button save = new Button("Ignore", event -> save());
    save.setId("ignore-save");
    save.addThemeVariants(ButtonVariant.PRIMARY);
    getFooter().add(new Button("Cancel", event -> close()), save);
  }

  private void save() {
    boolean unsaid = reason.getValue().isBlank();
    reason.setInvalid(unsaid);
    reason.setErrorMessage("Say why, for whoever meets it next.");
    LocalDate last = until.getValue();
    until.setInvalid(last == null);
    until.setErrorMessage("Choose a day.");
    if (unsaid || last == null) {
      return;
    }
    Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    try {
      rooms
          .remedies()
          .ignore(actor.require(), resource.broker(), resource.resource(), reason.getValue(), end);
      close();
      Notices.say("Ignored until the end of " + last + ".");
      then.run();
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }
}
