package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    QueryParameters parameters = event.getLocation().getQueryParameters();
    try {
      PlanDocument plan =
          rooms
              .plans()
              .find(
                  actor.require(),
                  UUID.fromString(event.getRouteParameters().get("id").orElse("")));
      lead(
          "Computed by %s at %s from revision %d of the catalog. What is shown is what is applied."
              .formatted(plan.createdBy(), Moments.exact(plan.createdAt()), plan.revision()));
      List<Component> parts = new ArrayList<>();
      parameters
          .getSingleParameter("since")
          .flatMap(this::before)
          .map(before -> moved(before, plan))
          .ifPresent(parts::add);
      parts.add(new PlanPanel(rooms, actor, plan));
      parts.add(route(plan, parameters));
      content(parts.toArray(Component[]::new));
    } catch (MeshException | IllegalArgumentException e) {
      lead("");
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O, "No such plan", "It does not exist, or is not yours."));
    }
  }

  private RouteSection route(PlanDocument plan, QueryParameters parameters) {
    return new RouteSection(
        rooms,
        actor,
        plan,
        new RouteSection.Pair(
            parameters.getSingleParameter("type").orElse(null),
            parameters.getSingleParameter("subscription").orElse(null)),
        (type, subscription) ->
            UI.getCurrent()
                .getPage()
                .getHistory()
                .replaceState(
                    null,
                    new Location(
                        "provisioning/plans/" + plan.id(),
                        parameters.merging("type", type).merging("subscription", subscription))));
  }

  /** The plan that this one was computed in place of, if it is there to be seen. */
  private Optional<PlanDocument> before(String id) {
    try {
      return Optional.of(rooms.plans().find(actor.require(), UUID.fromString(id)));
    } catch (MeshException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Component moved(PlanDocument before, PlanDocument now) {
    Anchor link = new Anchor("provisioning/plans/" + before.id(), "the plan before");
    link.addClassName("list-link");
    Paragraph since =
        new Paragraph(
            new Span("Since "),
            link,
            new Span(
                " of %s, by %s.".formatted(Moments.exact(before.createdAt()), before.createdBy())));
    since.addClassName("muted");
    List<String> moves = PlanMoves.between(before, now);
    Section section =
        new Section(
            "What moved",
            since,
            moves.isEmpty()
                ? new Paragraph("Nothing: it says the same as before.")
                : PlanPanel.list(moves));
    section.setId("plan-moves");
    return section;
  }
}
