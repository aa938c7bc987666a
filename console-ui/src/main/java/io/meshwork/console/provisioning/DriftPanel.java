package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What others changed, deleted or made anew on the brokers. */
final class DriftPanel extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient Actor actor;
  private final Div found = new Div();

  DriftPanel(RoomsOfProvisioning rooms, Actor actor) {
    this.rooms = rooms;
    this.actor = actor;
    addClassName("stack");
    found.addClassName("stack");
    Button look = new Button("Look now", event -> look());
    look.setId("check-drift");
    add(new Div(look), found);
    show(rooms.drift().latest(actor));
    rooms.pulse().follow(this, () -> rooms.drift().latest(actor), this::show);
  }

  private void look() {
    try {
      show(rooms.drift().check(actor));
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void show(DriftDocument drift) {
    found.removeAll();
    Instant checked = drift.checkedAt();
    Paragraph when =
        new Paragraph(
            checked == null
                ? "Nobody has looked yet."
                : "Last looked " + Moments.exact(checked) + ".");
    when.addClassName("muted");
    found.add(when);
    for (DriftDocument.AwayBroker away : drift.away()) {
      found.add(
          row(
              new Badge("away", Badge.Tone.BAD),
              new Span(
                  away.broker() + " since " + Moments.exact(away.since()) + ": " + away.reason())));
    }
    if (drift.resources().isEmpty()) {
      found.add(
          new Empty(
              VaadinIcon.CHECK_CIRCLE_O,
              "As it was applied",
              "What Meshwork set on the brokers is as it was set. Changes by others appear here"
                  + " within a minute."));
    } else {
      List<Component> rows = new ArrayList<>();
      drift.resources().forEach(resource -> rows.add(line(resource)));
      found.add(new Section("Differs from what was applied", rows.toArray(Component[]::new)));
    }
  }

  private static Component line(DriftDocument.DriftedResource resource) {
    Div words =
        row(
            new Badge(resource.finding().name().toLowerCase(Locale.ROOT), Badge.Tone.WAITING),
            new Span(resource.resource()),
            new Span("on " + resource.broker()));
    Div line = new Div(words);
    for (PlanDocument.AttributeChange change : resource.changes()) {
      Div attribute =
          new Div("%s: %s → %s".formatted(change.name(), change.before(), change.after()));
      attribute.addClassName("diff-attribute");
      line.add(attribute);
    }
    return line;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassName("row");
    return row;
  }
}
