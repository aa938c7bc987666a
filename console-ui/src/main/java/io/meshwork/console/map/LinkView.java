package io.meshwork.console.map;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.LinkDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.console.part.States;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.Locale;

/** One link: how it does, what it committed last, and whether its target holds that. */
@Route("links/:id")
@PermitAll
final class LinkView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfLinks rooms;
  private final transient CurrentActor actor;
  private String id = "";

  LinkView(RoomsOfLinks rooms, CurrentActor current) {
    super("Link", "");
    this.rooms = rooms;
    this.actor = current;
  }

  @Override
  public String getPageTitle() {
    return "Link " + id + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    id = event.getRouteParameters().get("id").orElse("");
    Anchor back = new Anchor("map", "All links");
    back.addClassName("list-link");
    actions(back);
    try {
      LinkDocument link = rooms.monitoring().link(actor.require(), new LinkId(id));
      title(link.fromBroker() + " → " + link.toBroker());
      Anchor trace = new Anchor("event-types/" + link.eventType() + "/trace", "Trace an event");
      trace.addClassName("list-link");
      actions(trace, back);
      lead("Moves " + link.eventType() + " into " + link.toChannel() + ".");
      content(
          new Section("Now", facts(link)),
          new PositionSection(rooms.positions(), actor.require(), new LinkId(id)),
          new VerificationSection(rooms.verification(), actor.require(), new LinkId(id)));
    } catch (MeshException e) {
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "No such link",
              e.text() + " Links come and go with subscriptions; the map shows those of now."));
    }
  }

  private static Facts facts(LinkDocument link) {
    return new Facts()
        .fact("Link", link.id())
        .fact("State", States.ofLink(link.state()))
        .fact("From", link.fromChannel() + " on " + link.fromBroker())
        .fact("To", link.toChannel() + " on " + link.toBroker())
        .fact("Team", link.team())
        .fact("Passed", String.format(Locale.ROOT, "%,d", link.events()))
        .fact("Behind", String.format(Locale.ROOT, "%,d", link.lagEvents()));
  }
}
