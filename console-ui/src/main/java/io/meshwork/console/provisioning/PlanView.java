package io.meshwork.console.provisioning;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.UUID;

/** One plan. */
@Route("provisioning/plans/:id")
@PageTitle("Plan · Meshwork")
@PermitAll
class PlanView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;

  PlanView(RoomsOfProvisioning rooms, CurrentActor current) {
    super("Plan", "");
    this.rooms = rooms;
    this.actor = current;
    Anchor back = new Anchor("provisioning", "Provisioning");
    back.addClassName("list-link");
    actions(back);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    try {
      PlanDocument plan =
          rooms
              .plans()
              .find(
                  actor.require(),
                  UUID.fromString(event.getRouteParameters().get("id").orElse("")));
      lead(
          "Computed by %s at %s from revision %d of the catalog."
              .formatted(plan.createdBy(), Moments.exact(plan.createdAt()), plan.revision()));
      content(new PlanPanel(rooms, actor, plan));
    } catch (MeshException | IllegalArgumentException e) {
      lead("");
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O, "No such plan", "It does not exist, or is not yours."));
    }
  }
}
