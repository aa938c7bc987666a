package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;

/**
 * Says that a set manages a resource, or that it is retired, and offers to take it over, or to
 * bring it back, to who may. Empty for every other resource.
 */
public final class Custody extends Div {
  private static final long serialVersionUID = 1L;

  private final transient Catalog catalog;
  private final transient Permissions permissions;
  private final transient CurrentActor actor;
  private final transient Resource resource;
  private final transient Runnable then;

  /** Of a resource; {@code then} follows each change. */
  public Custody(
      Catalog catalog,
      Permissions permissions,
      CurrentActor actor,
      Resource resource,
      Runnable then) {
    this.catalog = catalog;
    this.permissions = permissions;
    this.actor = actor;
    this.resource = resource;
    this.then = then;
    addClassName("custody");
    String set = resource.metadata().set();
    if (resource.retired()) {
      retired();
    } else if (set != null) {
      managed(set);
    }
    setVisible(getChildren().findAny().isPresent());
  }

  private boolean allows(Operation operation) {
    TeamName team =
        resource.name() instanceof TeamName itself ? itself : resource.metadata().team();
    return permissions.allows(
        actor.require(), operation, team == null ? Guarded.mesh() : Guarded.ofTeam(team));
  }

  private void retired() {
    Button restore = new Button("Restore", event -> restore());
    restore.setId("restore-" + resource.name());
    notice(
        "It was retired by %s at %s. Its name stays reserved; it can be restored for 7 days."
            .formatted(resource.changedBy(), Moments.exact(resource.changedAt())),
        allows(Operation.CHANGE),
        restore);
  }

  private void restore() {
    try {
      catalog.restore(actor.require(), resource.name());
      Notices.say(resource.name() + " is back.");
      then.run();
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void managed(String set) {
    Button takeOver = new Button("Take over", event -> takeOver(set));
    takeOver.setId("take-over-" + resource.name());
    notice(
        "Set '%s' manages it: what you change here, its documents change back.".formatted(set),
        allows(Operation.ADMINISTER),
        takeOver);
  }

  private void takeOver(String set) {
    Confirm.plain(
        new Confirm.Question(
            "Take over " + resource.name() + "?",
            "It leaves set '%s': from then on it is changed here, and pruning the set does not end it. Applying the set's documents again is refused until they leave it out or an owner hands it back with 'mesh take-over'."
                .formatted(set),
            "Take over",
            "take-over-yes"),
        () -> {
          catalog.takeOver(actor.require(), resource.name(), null);
          Notices.say(resource.name() + " is in no set any more.");
          then.run();
        });
  }

  private void notice(String text, boolean allowed, Component action) {
    Div notice = new Div(new Span(text));
    notice.addClassNames("notice", "row");
    if (allowed) {
      notice.add(action);
    }
    add(notice);
  }
}
