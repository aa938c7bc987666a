package io.meshwork.console.part;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.TransferView;
import io.meshwork.controlplane.catalog.Transfers;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import java.time.Instant;

/** An event type on its way from team to team, with what who looks may do about it. */
public final class TransferLine extends Div {
  private static final long serialVersionUID = 1L;

  /** What a line needs; {@code then} follows each decision. */
  public record Rooms(
      Transfers transfers, Permissions permissions, CurrentActor actor, Runnable then) {}

  /** A line. */
  public TransferLine(Rooms rooms, TransferView offer, Instant now) {
    addClassNames("row", "line");
    Anchor type = new Anchor("event-types/" + offer.eventType(), offer.eventType().value());
    type.addClassName("list-link");
    Span words =
        new Span(
            "team %s offers it to team %s · by %s"
                .formatted(offer.from(), offer.to(), offer.offeredBy()));
    Span when = Moments.ago(offer.offeredAt(), now);
    when.addClassName("muted");
    add(new Badge("offered", Badge.Tone.WAITING), type, words, when);
    if (allows(rooms, offer.to())) {
      add(
          button("Accept", "accept", offer, rooms, () -> accept(rooms, offer)),
          button(
              "Decline",
              "decline",
              offer,
              rooms,
              () -> rooms.transfers().decline(rooms.actor().require(), offer.eventType())));
    }
    if (allows(rooms, offer.from())) {
      add(
          button(
              "Withdraw",
              "withdraw",
              offer,
              rooms,
              () -> rooms.transfers().withdraw(rooms.actor().require(), offer.eventType())));
    }
  }

  private static void accept(Rooms rooms, TransferView offer) {
    rooms.transfers().accept(rooms.actor().require(), offer.eventType());
    Notices.say("%s belongs to team %s now.".formatted(offer.eventType(), offer.to()));
  }

  private static boolean allows(Rooms rooms, TeamName team) {
    return rooms
        .permissions()
        .allows(rooms.actor().require(), Operation.ADMINISTER, Guarded.ofTeam(team));
  }

  private static Button button(
      String text, String verb, TransferView offer, Rooms rooms, Runnable deed) {
    Button button =
        new Button(
            text,
            event -> {
              try {
                deed.run();
                rooms.then().run();
              } catch (MeshException e) {
                Notices.warn(e);
              }
            });
    button.setId(verb + "-transfer-" + offer.eventType());
    button.setAriaLabel(text + " " + offer.eventType());
    return button;
  }
}
