package io.meshwork.console.home;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.grant.GrantList;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.PlanLine;
import io.meshwork.console.part.Section;
import io.meshwork.console.part.States;
import io.meshwork.console.part.TransferLine;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.model.catalog.EventTypeSpec;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is mine, how it does, and what waits for me. */
@Route("")
@PageTitle("Home · Meshwork")
@PermitAll
class HomeView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 8;

  private final transient RoomsOfHome rooms;
  private final transient CurrentActor actor;

  HomeView(RoomsOfHome rooms, CurrentActor current) {
    super("Welcome", "");
    this.rooms = rooms;
    this.actor = current;
    rooms.pulse().follow(this, () -> Mine.read(rooms, actor.require()), this::show);
  }

  private static String place(Actor actor) {
    if (!actor.teams().isEmpty()) {
      return "Your teams: "
          + String.join(
              ", ", actor.teams().keySet().stream().map(Object::toString).sorted().toList())
          + ".";
    }
    return actor.seesEverything()
        ? "You see the whole mesh."
        : "You are in no team yet, so you can look and not change. An administrator can add you to"
            + " one.";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    Actor now = actor.require();
    title("Welcome, " + now.displayName());
    lead(place(now));
    show(Mine.read(rooms, actor.require()));
  }

  private void show(Mine mine) {
    List<Component> parts = new ArrayList<>();
    if (mine.isEmpty()) {
      parts.add(firstSteps());
    }
    parts.add(waiting(mine));
    if (!mine.isEmpty()) {
      Div lists = new Div(types(mine), subscriptions(mine));
      lists.addClassName("cards");
      parts.add(lists);
    }
    content(parts.toArray(Component[]::new));
  }

  private Component waiting(Mine mine) {
    List<GrantView> grants = mine.grants();
    List<PlanDocument> plans = mine.plans();
    Section section = new Section("Waits for you");
    if (grants.isEmpty() && plans.isEmpty() && mine.transfers().isEmpty()) {
      section.show(
          muted(
              "Nothing. Requests for your event types, event types that are offered to your teams"
                  + " and plans that need a decision appear here."));
      return section;
    }
    List<Component> parts = new ArrayList<>();
    if (!grants.isEmpty()) {
      GrantList list =
          new GrantList(
              rooms.grants(),
              rooms.permissions(),
              actor,
              rooms.clock(),
              () -> show(Mine.read(rooms, actor.require())));
      list.show(grants);
      parts.add(list);
    }
    mine.transfers()
        .forEach(
            offer ->
                parts.add(
                    new TransferLine(
                        new TransferLine.Rooms(
                            rooms.transfers(),
                            rooms.permissions(),
                            actor,
                            () -> show(Mine.read(rooms, actor.require()))),
                        offer,
                        rooms.clock().instant())));
    plans.forEach(plan -> parts.add(PlanLine.line(plan, rooms.clock().instant())));
    section.show(parts.toArray(Component[]::new));
    return section;
  }

  /** Who is in no team sees everybody's. */
  private String whose(String things) {
    return (actor.require().teams().isEmpty() ? "All " : "My ") + things;
  }

  private Component types(Mine mine) {
    Section section = new Section(whose("event types"));
    if (mine.types().isEmpty()) {
      section.show(
          muted("None yet. Register one to share your events."),
          button("Register an event type", "event-types/new", "register-event-type"));
      return section;
    }
    List<Component> rows = new ArrayList<>();
    for (Resource type : mine.types().stream().limit(SHOWN).toList()) {
      Span title = new Span(type.spec(EventTypeSpec.class).title());
      title.addClassName("muted");
      rows.add(row(link("event-types/" + type.name(), type.name().value()), title));
    }
    rows.add(all(mine.types().size(), "event-types"));
    section.show(rows.toArray(Component[]::new));
    return section;
  }

  private Component subscriptions(Mine mine) {
    Section section = new Section(whose("subscriptions"));
    if (mine.subscriptions().isEmpty()) {
      section.show(
          muted("None yet. Choose event types and where you want them."),
          button("Subscribe", "subscriptions/new", "new-subscription"));
      return section;
    }
    List<Component> rows = new ArrayList<>();
    for (Mine.Followed followed : mine.subscriptions().stream().limit(SHOWN).toList()) {
      SubscriptionStatus status = followed.status();
      Div row = row(link("subscriptions/" + followed.name(), followed.name().value()));
      if (status != null) {
        row.addComponentAsFirst(States.of(status.state()));
        Long lag = status.lagEvents();
        if (lag != null && lag > 0) {
          Span behind = new Span(String.format(Locale.ROOT, "%,d behind", lag));
          behind.addClassNames("muted", "number");
          row.add(behind);
        }
      }
      rows.add(row);
    }
    rows.add(all(mine.subscriptions().size(), "subscriptions"));
    section.show(rows.toArray(Component[]::new));
    return section;
  }

  private static Component all(int count, String path) {
    Anchor all = new Anchor(path, count > SHOWN ? "All " + count : "Open the list");
    all.addClassNames("list-link", "all-link");
    return all;
  }

  private static Component firstSteps() {
    OrderedList steps =
        new OrderedList(
            step(
                "Register",
                "Say what your events are called and look like. The schema can be inferred from a"
                    + " sample.",
                button("Register an event type", "event-types/new", "register-event-type")),
            step(
                "Subscribe",
                "Choose event types of other teams, filter them and say where you want them.",
                button("Subscribe", "subscriptions/new", "new-subscription")),
            step(
                "See",
                "Follow the events on the map while they cross the mesh.",
                button("Open the map", "map", "open-map")));
    steps.addClassNames("steps", "cards");
    return new Section("Three steps to your first event", steps);
  }

  private static ListItem step(String title, String words, Component action) {
    ListItem item = new ListItem(new H3(title), new Paragraph(words), action);
    item.addClassName("step");
    return item;
  }

  private static Button button(String text, String path, String id) {
    Button button = new Button(text, event -> UI.getCurrent().navigate(path));
    button.setId(id);
    button.addThemeVariants(ButtonVariant.PRIMARY);
    return button;
  }

  private static Anchor link(String path, String text) {
    Anchor link = new Anchor(path, text);
    link.addClassName("list-link");
    return link;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassName("row");
    return row;
  }

  private static Paragraph muted(String text) {
    Paragraph words = new Paragraph(text);
    words.addClassName("muted");
    return words;
  }
}
