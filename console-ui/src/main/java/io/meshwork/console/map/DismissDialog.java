package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.DismissRequest;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.verify.Standings;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.util.List;

/** Asks why what verification found may stay. */
final class DismissDialog extends Dialog {
  private static final long serialVersionUID = 1L;

  private final TextField reason = new TextField("Why");

  DismissDialog(Standings standings, Actor actor, LinkId link, Runnable then) {
    setHeaderTitle("Dismiss what is open");
    reason.setId("dismiss-reason");
    reason.setHelperText("Kept with the findings and in the audit.");
    reason.setMaxLength(Standings.LONGEST_REASON);
    reason.setWidthFull();
    reason.setValueChangeMode(ValueChangeMode.EAGER);
    Button dismiss =
        new Button(
            "Dismiss",
            event -> {
              try {
                standings.dismiss(actor, link, new DismissRequest(List.of(), reason.getValue()));
                close();
                Notices.say("Dismissed.");
                then.run();
              } catch (MeshException e) {
                Notices.warn(e);
              }
            });
    dismiss.setId("dismiss-save");
    dismiss.setEnabled(false);
    dismiss.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    reason.addValueChangeListener(event -> dismiss.setEnabled(!reason.getValue().isBlank()));
    Div form =
        new Div(
            new Paragraph(
                "All open findings of the link are closed, and raise no alarm any more. Nothing is"
                    + " repaired by that."),
            reason);
    form.addClassName("stack");
    add(form);
    getFooter().add(new Button("Cancel", event -> close()), dismiss);
  }
}
