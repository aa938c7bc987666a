package io.meshwork.console.map;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
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

/**
 * One link: how it does, what it committed last, whether its target holds that, and what it
 * refused.
 */
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
          new StandingSection(rooms, actor.require(), new LinkId(id)),
          new VerificationSection(
              rooms.verification(), rooms.repairs(), actor.require(), new LinkId(id)),
          new DeadLetterSection(rooms, actor.require(), new LinkId(id)));
    } catch (MeshException e) {
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "No such link",
              e.text() + " Links come and go with subscriptions; the map shows those of now."));
    }
  }

  private static Facts facts(LinkDocument link) {
    Facts facts =
        new Facts()
            .fact("Link", link.id())
            .fact("State", States.ofLink(link.state()))
            .fact("From", link.fromChannel() + " on " + link.fromBroker())
            .fact("To", link.toChannel() + " on " + link.toBroker())
            .fact("Team", link.team());
    if (link.problem() != null) {
      facts.fact("Problem", link.problem());
    }
    LinkReport.Latency latency = link.latency();
    WorkFacts.add(facts, link);
    return facts
        .fact(
            "Moves",
            String.format(
                Locale.ROOT,
                "%,.1f events, %,.0f bytes a second",
                link.eventsPerSecond(),
                link.bytesPerSecond()))
        .fact(
            "Passed",
            String.format(Locale.ROOT, "%,d events, %,d bytes", link.events(), link.bytes()))
        .fact(
            "Behind",
            String.format(
                Locale.ROOT, "%,d events, %,.0f seconds", link.lagEvents(), link.lagSeconds()))
        .fact(
            "From publishing to commit",
            latency.count() == 0
                ? "nothing moved in the last minute"
                : String.format(
                    Locale.ROOT,
                    "%,.0f ms for half, %,.0f ms for 99 of 100, %,.0f ms the longest",
                    latency.p50(),
                    latency.p99(),
                    latency.max()))
        .fact("Held back by filters", String.format(Locale.ROOT, "%,d", link.filtered()))
        .fact("Refused for good", String.format(Locale.ROOT, "%,d", link.refused()))
        .fact("Tried again", String.format(Locale.ROOT, "%,d", link.retries()))
        .fact("Ranges found missing", String.format(Locale.ROOT, "%,d", link.gaps()));
  }
}
