package io.meshwork.console.provisioning;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import io.meshwork.api.DriftDocument;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;

/** What others changed, deleted or made anew on the brokers; follows by itself. */
final class DriftPanel extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final Div found = new Div();

  DriftPanel(RoomsOfProvisioning rooms, CurrentActor actor) {
    this.rooms = rooms;
    this.actor = actor;
    addClassName("stack");
    Button look = new Button("Look now", event -> look());
    look.setId("check-drift");
    look.setDisableOnClick(true);
    look.addClickListener(event -> look.setEnabled(true));
    found.getElement().setAttribute("aria-live", "polite");
    add(new Div(look), found);
    show(rooms.drift().latest(actor.require()));
    rooms.pulse().follow(this, () -> rooms.drift().latest(actor.require()), this::show);
  }

  private void look() {
    try {
      show(rooms.drift().check(actor.require()));
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void show(DriftDocument drift) {
    found.removeAll();
    found.add(new DriftFindings(drift, rooms.clock().instant()));
  }
}
