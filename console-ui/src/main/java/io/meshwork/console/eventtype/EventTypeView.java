package io.meshwork.console.eventtype;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.console.grant.GrantList;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Custody;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.EventCards;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Retire;
import io.meshwork.console.part.Section;
import io.meshwork.console.part.Snippet;
import io.meshwork.console.part.TransferLine;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.controlplane.registry.SchemaVersion;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.PublicationSpec;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One event type: what it is, who has it, what it looks like, its newest events. */
@Route("event-types/:name")
@PermitAll
class EventTypeView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 20;

  private final transient RoomsOfEventType rooms;
  private final transient CurrentActor actor;
  private final EventCards events = new EventCards();
  private String name = "";

  EventTypeView(RoomsOfEventType rooms, CurrentActor current) {
    super("Event type", "");
    this.rooms = rooms;
    this.actor = current;
  }

  @Override
  public String getPageTitle() {
    return name + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    name = event.getRouteParameters().get("name").orElse("");
    title(name);
    try {
      show(rooms.catalog().get(actor.require(), new EventTypeName(name)));
    } catch (MeshException e) {
      actions();
      lead("");
      content(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "No such event type", e.text()));
    }
  }

  private void show(Resource resource) {
    EventTypeSpec spec = resource.spec(EventTypeSpec.class);
    lead(resource.metadata().description());
    actions(buttons(resource));
    List<Resource> publications = publications();
    content(
        new Custody(rooms.catalog(), rooms.permissions(), actor, resource, this::again),
        transfer(),
        new Div(facts(resource, spec), new Section("Publish", publish(publications))) {
          {
            addClassName("cards");
          }
        },
        new Section("Newest events", newest()),
        subscriptions(),
        schemas());
    browse();
  }

  private void again() {
    show(rooms.catalog().get(actor.require(), new EventTypeName(name)));
  }

  /** Where it is on its way to, if it is. */
  private Component transfer() {
    Div offers = new Div();
    rooms.transfers().pending(actor.require()).stream()
        .filter(offer -> offer.eventType().value().equals(name))
        .forEach(
            offer ->
                offers.add(
                    new TransferLine(
                        new TransferLine.Rooms(
                            rooms.transfers(), rooms.permissions(), actor, this::again),
                        offer,
                        rooms.clock().instant())));
    if (offers.getChildren().findAny().isPresent()) {
      offers.addClassName("card");
    } else {
      offers.setVisible(false);
    }
    return offers;
  }

  private List<Component> handOver(Resource resource) {
    if (!rooms.catalog().allows(actor.require(), Operation.ADMINISTER, resource.name())) {
      return List.of();
    }
    Button handOver =
        new Button("Hand over", event -> new HandOver(rooms, actor, resource, this::again).open());
    handOver.setId("hand-over");
    return List.of(handOver);
  }

  private Component[] buttons(Resource resource) {
    Button subscribe =
        new Button(
            "Subscribe",
            event ->
                getUI()
                    .ifPresent(
                        ui -> ui.navigate("subscriptions/new", QueryParameters.of("type", name))));
    subscribe.addThemeVariants(ButtonVariant.PRIMARY);
    subscribe.setId("subscribe");
    boolean mine =
        rooms
            .permissions()
            .allows(
                actor.require(),
                Operation.CHANGE,
                Guarded.open("Event type", name, resource.metadata().team()));
    if (resource.retired() || !mine) {
      return resource.retired() ? new Component[0] : new Component[] {subscribe};
    }
    List<Component> buttons = new ArrayList<>(List.of(subscribe));
    buttons.addAll(handOver(resource));
    buttons.add(
        Retire.button(
            rooms.catalog(),
            actor,
            resource,
            "Nobody can subscribe to it any more, and its name stays reserved. Channels and their"
                + " events stay. It can be restored for 7 days. While anything depends on it, this"
                + " is refused and says what.",
            "event-types"));
    return buttons.toArray(Component[]::new);
  }

  private Component facts(Resource resource, EventTypeSpec spec) {
    String key = spec.key();
    Facts facts =
        new Facts()
            .fact("Owner", String.valueOf(resource.metadata().team()))
            .fact("State", new Badge(word(spec.lifecycle()), Badge.Tone.GOOD))
            .fact("Access", word(spec.access()) + ", " + word(spec.visibility()))
            .fact("Classification", word(spec.classification()))
            .fact("Key", key == null ? "none" : key)
            .fact("Partitions", Integer.toString(spec.partitions()))
            .fact("Kept for", Moments.span(spec.retention()))
            .fact("Largest event", spec.maxSize().toString())
            .fact("Delivery", word(spec.delivery()))
            .fact("Changed", Moments.ago(resource.changedAt(), rooms.clock().instant()));
    if (!resource.metadata().labels().isEmpty()) {
      facts.fact(
          "Labels",
          resource.metadata().labels().entrySet().stream()
              .map(label -> label.getKey() + ": " + label.getValue())
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    return new Section("About", facts);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private List<Resource> publications() {
    return rooms
        .catalog()
        .list(
            actor.require(),
            new ResourceQuery(Kind.PUBLICATION, name, null, ResourceQuery.MAX_LIMIT, null))
        .items()
        .stream()
        .filter(p -> p.spec(PublicationSpec.class).eventType().value().equals(name))
        .toList();
  }

  private Component publish(List<Resource> publications) {
    Div body = new Div();
    body.addClassName("stack");
    if (publications.isEmpty()) {
      body.add(
          new Paragraph(
              "Nobody publishes it yet. A publication names the application and the broker."));
    }
    for (Resource publication : publications) {
      PublicationSpec spec = publication.spec(PublicationSpec.class);
      Anchor application =
          new Anchor("applications/" + spec.application(), spec.application().value());
      application.addClassName("list-link");
      body.add(new Div(application, new Span(" on " + spec.broker())));
    }
    body.add(new Snippet("Command that publishes", "./mesh publish " + name + " -f event.json"));
    return body;
  }

  private Component newest() {
    Button refresh = new Button("Refresh", event -> browse());
    refresh.setId("refresh-events");
    Anchor trace = new Anchor("event-types/" + name + "/trace", "Trace an event");
    trace.addClassName("list-link");
    Div body = new Div(refresh, trace, events);
    body.addClassName("stack");
    return body;
  }

  private void browse() {
    try {
      events.show(
          rooms.browse().newest(actor.require(), new EventTypeName(name), NEWEST),
          rooms.clock().instant());
    } catch (MeshException e) {
      events.removeAll();
      events.add(new Paragraph(e.text()));
    }
  }

  private Component subscriptions() {
    Section section = new Section("Subscriptions");
    GrantList list =
        new GrantList(
            rooms.grants(),
            rooms.permissions(),
            actor,
            rooms.clock(),
            () -> refreshGrants(section));
    fill(section, list);
    return section;
  }

  private void refreshGrants(Section section) {
    fill(
        section,
        new GrantList(
            rooms.grants(),
            rooms.permissions(),
            actor,
            rooms.clock(),
            () -> refreshGrants(section)));
  }

  private void fill(Section section, GrantList list) {
    try {
      List<GrantView> views = rooms.grants().of(actor.require(), new EventTypeName(name));
      list.show(views);
      section.show(views.isEmpty() ? new Paragraph("Nobody subscribes yet.") : list);
    } catch (MeshException e) {
      section.show(new Paragraph("Who subscribes is shown to the owner."));
    }
  }

  private Component schemas() {
    Section section = new Section("Schema");
    try {
      for (SchemaVersion version : rooms.schemas().list(actor.require(), new EventTypeName(name))) {
        Details details =
            new Details(
                "Version %d · by %s · %s"
                    .formatted(
                        version.version(), version.createdBy(), Moments.exact(version.createdAt())),
                new Snippet(
                    "Schema version " + version.version(),
                    MeshJson.pretty(MeshJson.tree(version.schema().definition().value()))));
        section.add(details);
      }
    } catch (MeshException e) {
      section.show(new Paragraph(e.text()));
    }
    return section;
  }
}
