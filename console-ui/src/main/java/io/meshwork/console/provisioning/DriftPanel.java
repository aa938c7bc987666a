package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Confirm;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What others changed, deleted or made anew on the brokers; follows by itself. */
final class DriftPanel extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final TextField search = new TextField();
  private final Div when = new Div();
  private final Div found = new Div();
  private int limit = SHOWN;
  private transient @Nullable DriftSeen seen;

  DriftPanel(RoomsOfProvisioning rooms, CurrentActor actor, String words) {
    this.rooms = rooms;
    this.actor = actor;
    addClassName("stack");
    search.setId("search");
    search.setAriaLabel("Search what differs");
    search.setPlaceholder("Broker or resource");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setValue(words);
    search.addValueChangeListener(event -> searched(event.isFromClient()));
    Button look = new Button("Look now", event -> look());
    look.setId("check-drift");
    look.setDisableOnClick(true);
    look.addClickListener(event -> look.setEnabled(true));
    Div row = new Div(search, look, when);
    row.addClassName("row");
    when.addClassName("muted");
    found.addClassName("stack");
    found.getElement().setAttribute("aria-live", "polite");
    add(row, found);
    show(rooms.drift().latest(actor.require()));
    rooms.pulse().follow(this, () -> rooms.drift().latest(actor.require()), this::show);
  }

  private void searched(boolean byHand) {
    if (byHand) {
      Address.say("provisioning", Map.of("tab", "drift", "q", search.getValue()));
    }
    limit = SHOWN;
    again();
  }

  private void look() {
    try {
      show(rooms.drift().check(actor.require()));
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  /** What is on the screen stays there while it is still so: somebody may be about to act on it. */
  private void show(DriftDocument drift) {
    Instant now = rooms.clock().instant();
    Instant checked = drift.checkedAt();
    when.removeAll();
    if (checked == null) {
      when.add(new Span("Nobody has looked yet; the first look comes within a minute."));
    } else {
      when.add(new Span("Last looked "), Moments.ago(checked, now), new Span("."));
    }
    DriftSeen is = checked == null ? null : DriftSeen.of(rooms, actor.require(), drift);
    if (!Objects.equals(is, seen)) {
      seen = is;
      again();
    }
  }

  private void again() {
    found.removeAll();
    DriftSeen all = seen;
    if (all == null) {
      return;
    }
    DriftSeen wanted = all.about(search.getValue());
    if (!all.isEmpty() && wanted.isEmpty()) {
      found.add(new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer words."));
      return;
    }
    found.add(
        new DriftFindings(
            wanted,
            limit,
            rooms.clock().instant(),
            new DriftFindings.Deeds(this::repair, this::accept, this::ignore, this::notice)));
    if (wanted.resources().size() > limit) {
      Button more =
          new Button(
              "Show more",
              event -> {
                limit += SHOWN;
                again();
              });
      more.setId("show-more");
      found.add(more);
    }
    if (all.resources().isEmpty()) {
      found.add(asApplied(!all.away().isEmpty()));
    }
  }

  private static Component asApplied(boolean someAway) {
    return new Empty(
        VaadinIcon.CHECK_CIRCLE_O,
        "As it was applied",
        someAway
            ? "What could be seen is as it was set. Brokers that are away are not known."
            : "What Meshwork set on the brokers is as it was set. Changes by others appear here"
                + " within a minute, with what you can do about them: repair, accept into the"
                + " catalog, or ignore for a while.");
  }

  private void repair(DriftedResource resource) {
    try {
      var plan = rooms.remedies().repair(actor.require(), resource.broker(), resource.resource());
      UI.getCurrent().navigate("provisioning/plans/" + plan.id());
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void accept(DriftedResource resource) {
    Confirm.plain(
        new Confirm.Question(
            "Accept it into the catalog?",
            "The event type will ask for %s as it is on %s now. Its channels on other brokers follow by a plan of their own."
                .formatted(resource.resource(), resource.broker()),
            "Accept",
            "accept-yes"),
        () -> {
          rooms.remedies().accept(actor.require(), resource.broker(), resource.resource());
          Notices.say("Accepted. A plan brings what was applied up to it.");
          look();
        });
  }

  private void ignore(DriftedResource resource) {
    new IgnoreDrift(rooms, actor, resource, this::latest).open();
  }

  private void notice(DriftedResource resource) {
    try {
      rooms.remedies().notice(actor.require(), resource.broker(), resource.resource());
      latest();
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void latest() {
    show(rooms.drift().latest(actor.require()));
  }
}
