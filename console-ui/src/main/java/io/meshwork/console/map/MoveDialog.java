package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionMove;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.StartAt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks where a link shall go on, and says what that skips and repeats before it is done. */
final class MoveDialog extends Dialog {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 500;

  /** Where to. */
  private enum Goal {
    EARLIEST("With the oldest event that is left"),
    LATEST("With the next event that comes"),
    TIME("With the first event since a time");

    private final String words;

    Goal(String words) {
      this.words = words;
    }
  }

  private final transient LinkPositions positions;
  private final transient Actor actor;
  private final transient LinkId link;
  private final transient Runnable then;
  private final Select<Goal> goal = new Select<>();
  private final TextField time = new TextField("Time (UTC)");
  private final TextField reason = new TextField("Why");
  private final Paragraph meaning = new Paragraph();
  private final Button move = new Button("Move", event -> move());
  private transient @Nullable PositionDocument asked;

  MoveDialog(LinkPositions positions, Actor actor, LinkId link, Runnable then) {
    this.positions = positions;
    this.actor = actor;
    this.link = link;
    this.then = then;
    setHeaderTitle("Move the link's position");
    goal.setId("move-goal");
    goal.setLabel("Go on");
    goal.setItems(Goal.values());
    goal.setItemLabelGenerator(each -> each.words);
    goal.setValue(Goal.EARLIEST);
    goal.addValueChangeListener(event -> ask());
    time.setId("move-time");
    time.setPlaceholder("2026-11-21T20:00:00Z");
    time.setVisible(false);
    time.setValueChangeMode(ValueChangeMode.LAZY);
    time.addValueChangeListener(event -> ask());
    reason.setId("move-reason");
    reason.setHelperText("Kept in the audit.");
    reason.setMaxLength(LONGEST_REASON);
    reason.setWidthFull();
    reason.setValueChangeMode(ValueChangeMode.EAGER);
    reason.addValueChangeListener(event -> ready());
    meaning.setId("move-meaning");
    meaning.getElement().setAttribute("aria-live", "polite");
    move.setId("move-save");
    move.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    Div form = new Div(goal, time, meaning, reason);
    form.addClassName("stack");
    add(form);
    getFooter().add(new Button("Cancel", event -> close()), move);
    ask();
  }

  private void ask() {
    time.setVisible(goal.getValue() == Goal.TIME);
    time.setInvalid(false);
    asked = null;
    try {
      StartAt to = to();
      if (to == null) {
        meaning.setText("Say from when on.");
      } else {
        PositionDocument found = positions.read(actor, link, to, Set.of());
        asked = found;
        meaning.setText(words(found.total()));
      }
    } catch (MeshException e) {
      meaning.setText(e.text());
    }
    ready();
  }

  private @Nullable StartAt to() {
    return switch (goal.getValue()) {
      case EARLIEST -> new StartAt.Earliest();
      case LATEST -> new StartAt.Latest();
      case TIME -> moment();
    };
  }

  private @Nullable StartAt moment() {
    if (time.isEmpty()) {
      return null;
    }
    try {
      return new StartAt.Moment(Instant.parse(time.getValue().strip()));
    } catch (DateTimeParseException e) {
      time.setInvalid(true);
      time.setErrorMessage("Write it such as 2026-11-21T20:00:00Z.");
      return null;
    }
  }

  private static String words(PositionDocument.Going total) {
    return total.skipped() + total.repeated() == 0
        ? "No event would be skipped or repeated."
        : String.format(
            Locale.ROOT,
            "%,d events would be skipped and never carried; %,d would be carried again, at the"
                + " most.",
            total.skipped(),
            total.repeated());
  }

  private void ready() {
    move.setEnabled(asked != null && !reason.getValue().isBlank());
  }

  /** Exactly to what was shown. */
  private void move() {
    PositionDocument shown = asked;
    if (shown == null) {
      return;
    }
    List<PositionMove.Place> places =
        shown.partitions().stream()
            .filter(each -> each.going() != null)
            .map(each -> new PositionMove.Place(each.partition(), each.going().position()))
            .toList();
    try {
      positions.move(actor, link, places, reason.getValue());
      close();
      Notices.say("The link's relays take the move with their next manifest.");
      then.run();
    } catch (MeshException e) {
      meaning.setText(e.text());
    }
  }
}
