package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import io.meshwork.api.RedriveRequest;
import io.meshwork.console.part.Notices;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import java.util.List;
import java.util.function.Consumer;

/** Asks which letters to hand on and how fast, and says what that will touch. */
final class RedriveDialog extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient List<String> names;
  private final transient Consumer<RedriveRequest> begin;
  private final TextArea filter = new TextArea("Only events that match");
  private final IntegerField rate = new IntegerField("Letters a second, at most");

  RedriveDialog(List<String> names, long waiting, Consumer<RedriveRequest> begin) {
    this.names = names;
    this.begin = begin;
    setHeaderTitle("Redrive dead letters");
    filter.setId("redrive-filter");
    filter.setHelperText(
        "An event pattern, such as {\"data\":{\"country\":[\"DE\"]}}. Empty: all.");
    filter.setVisible(names.isEmpty());
    rate.setId("redrive-rate");
    rate.setMin(1);
    rate.setMax(DeadLetters.MAX_RATE);
    rate.setStepButtonsVisible(false);
    rate.setValue(DeadLetters.USUAL_RATE);
    rate.setHelperText("New events go on meanwhile; those of the same key come after.");
    Div form = new Div(new Paragraph(touched(waiting)), filter, rate);
    form.addClassName("stack");
    add(form);
    Button yes = new Button("Redrive", event -> go());
    yes.setId("redrive-yes");
    yes.addThemeVariants(ButtonVariant.PRIMARY);
    getFooter().add(new Button("Cancel", event -> close()), yes);
  }

  private String touched(long waiting) {
    String which =
        names.isEmpty()
            ? "All letters that wait now (%s)".formatted(DeadLetterSection.count(waiting))
            : "The letters that you have chosen (%s)"
                .formatted(DeadLetterSection.count(names.size()));
    return which
        + " are written to the target's channel, where all its subscribers read them. What the"
        + " target refuses again stays here. You can stop it at any time.";
  }

  private void go() {
    Integer most = rate.getValue();
    boolean bad = most == null || most < 1 || most > DeadLetters.MAX_RATE;
    rate.setInvalid(bad);
    rate.setErrorMessage("From 1 to " + DeadLetters.MAX_RATE + ".");
    if (bad) {
      return;
    }
    String pattern = filter.getValue().strip();
    try {
      begin.accept(
          new RedriveRequest(names, pattern.isEmpty() ? null : new JsonText(pattern), most));
      close();
      Notices.say("Relays begin with it.");
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }
}
