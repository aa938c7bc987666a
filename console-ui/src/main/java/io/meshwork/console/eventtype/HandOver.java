package io.meshwork.console.eventtype;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.TransferView;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import java.util.List;

/** Asks to which team an event type shall go. */
final class HandOver extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfEventType rooms;
  private final transient CurrentActor actor;
  private final transient EventTypeName name;
  private final transient Runnable then;
  private final Select<String> team = new Select<>();

  HandOver(RoomsOfEventType rooms, CurrentActor actor, Resource type, Runnable then) {
    this.rooms = rooms;
    this.actor = actor;
    this.name = (EventTypeName) type.name();
    this.then = then;
    setHeaderTitle("Hand over " + name);
    List<String> teams =
        new Choices(rooms.catalog(), actor.require())
            .names(Kind.TEAM, null).stream()
                .filter(each -> !each.equals(String.valueOf(type.metadata().team())))
                .toList();
    team.setLabel("To team");
    team.setId("hand-over-team");
    team.setItems(teams);
    Button offer = new Button("Offer", event -> offer());
    offer.setId("hand-over-save");
    offer.addThemeVariants(ButtonVariant.PRIMARY);
    offer.setEnabled(!teams.isEmpty());
    if (teams.isEmpty()) {
      team.setHelperText("There is no other team.");
    } else {
      team.setValue(teams.getFirst());
    }
    Div form =
        new Div(
            new Paragraph(
                "An owner of that team accepts or declines. Until then it stays yours. Its"
                    + " subscriptions and grants stay as they are; it leaves the set that it is"
                    + " in."),
            team);
    form.addClassName("stack");
    add(form);
    getFooter().add(new Button("Cancel", event -> close()), offer);
  }

  private void offer() {
    try {
      TransferView view =
          rooms.transfers().offer(actor.require(), name, new TeamName(team.getValue()));
      close();
      Notices.say(
          view.state() == TransferView.State.ACCEPTED
              ? "%s belongs to team %s now.".formatted(name, view.to())
              : "Offered to team %s.".formatted(view.to()));
      then.run();
    } catch (MeshException e) {
      team.setInvalid(true);
      team.setErrorMessage(e.text());
    }
  }
}
