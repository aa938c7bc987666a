package io.meshwork.console.subscription;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.BackfillDocument;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.position.Backfills;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks since when a subscription shall get what its present filter takes, and says what it means.
 */
final class BackfillDialog extends Dialog {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 500;

  private final transient Backfills backfills;
  private final transient Actor actor;
  private final transient SubscriptionName subscription;
  private final TextField time = new TextField("Since (UTC)");
  private final TextField reason = new TextField("Why");
  private final Paragraph meaning = new Paragraph();
  private final Button order = new Button("Bring them", event -> order());
  private transient @Nullable StartAt from;

  BackfillDialog(Backfills backfills, Actor actor, SubscriptionName subscription) {
    this.backfills = backfills;
    this.actor = actor;
    this.subscription = subscription;
    setHeaderTitle("Bring earlier events");
    time.setId("backfill-from");
    time.setPlaceholder("2026-11-21T20:00:00Z");
    time.setHelperText("Empty: with the oldest event that is left.");
    time.setWidthFull();
    time.setValueChangeMode(ValueChangeMode.LAZY);
    time.addValueChangeListener(event -> ask());
    reason.setId("backfill-reason");
    reason.setHelperText("Kept in the audit.");
    reason.setMaxLength(LONGEST_REASON);
    reason.setWidthFull();
    reason.setValueChangeMode(ValueChangeMode.EAGER);
    reason.addValueChangeListener(event -> ready());
    meaning.setId("backfill-meaning");
    meaning.getElement().setAttribute("aria-live", "polite");
    order.setId("backfill-save");
    order.addThemeVariants(ButtonVariant.PRIMARY);
    Div form =
        new Div(
            new Paragraph(
                "Events that the filter takes now and that no earlier filter took come behind those"
                    + " that are there. What the subscription got already does not come again."),
            time,
            meaning,
            reason);
    form.addClassName("stack");
    add(form);
    getFooter().add(new Button("Cancel", event -> close()), order);
    ask();
  }

  private void ask() {
    time.setInvalid(false);
    from = null;
    try {
      StartAt wanted = since();
      if (wanted != null) {
        BackfillDocument found = backfills.look(actor, subscription, wanted);
        String refusal = found.refusal();
        meaning.setText(refusal == null ? words(found) : refusal);
        from = refusal == null && found.events() > 0 ? wanted : null;
      }
    } catch (MeshException e) {
      meaning.setText(e.text());
    }
    ready();
  }

  private @Nullable StartAt since() {
    if (time.isEmpty()) {
      return new StartAt.Earliest();
    }
    try {
      return new StartAt.Moment(Instant.parse(time.getValue().strip()));
    } catch (DateTimeParseException e) {
      time.setInvalid(true);
      time.setErrorMessage("Write it such as 2026-11-21T20:00:00Z.");
      return null;
    }
  }

  private static String words(BackfillDocument found) {
    return found.events() == 0
        ? "Everything since then was read with the present filter: nothing to bring."
        : String.format(
            Locale.ROOT,
            "%,d events would be looked at again; of those that the filter takes now, each comes"
                + " once that did not come before.",
            found.events());
  }

  private void ready() {
    order.setEnabled(from != null && !reason.getValue().isBlank());
  }

  private void order() {
    StartAt wanted = from;
    if (wanted == null) {
      return;
    }
    try {
      backfills.order(actor, subscription, wanted, reason.getValue());
      close();
      Notices.say("The subscription's relays take it with their next manifest.");
    } catch (MeshException e) {
      meaning.setText(e.text());
    }
  }
}
