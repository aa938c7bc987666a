package io.meshwork.console.map;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.LinkDocument;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.observation.BrokerStatus;
import jakarta.annotation.security.PermitAll;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Regions, brokers and links, live. */
@Route("map")
@PageTitle("Mesh map · Meshwork")
@PermitAll
class MapView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfMap rooms;
  private final transient CurrentActor actor;
  private final Graph graph = new Graph(this::pick);
  private final Section side = new Section("Details");
  private final TextField search = new TextField();
  private final LinkTable table = new LinkTable();
  private final Paragraph noLink = new Paragraph("No link fits.");
  private String picked = "";
  private transient @Nullable Picture shown;

  MapView(RoomsOfMap rooms, CurrentActor current) {
    super(
        "Mesh map", "Where events travel now. Click a broker or a link; rates are by the second.");
    this.rooms = rooms;
    this.actor = current;
    side.setId("map-details");
    side.getElement().setAttribute("aria-live", "polite");
    search.setId("search");
    search.setAriaLabel("Search links");
    search.setPlaceholder("Event type, broker, subscription or state");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(
        event -> {
          if (event.isFromClient()) {
            address();
          }
          showTable();
        });
    rooms.pulse().follow(this, () -> Picture.read(rooms, actor.require()), this::show);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    QueryParameters parameters = event.getLocation().getQueryParameters();
    picked = parameters.getSingleParameter("at").orElse("");
    search.setValue(parameters.getSingleParameter("q").orElse(""));
    show(Picture.read(rooms, actor.require()));
  }

  private void address() {
    Map<String, String> parameters = new HashMap<>();
    if (!picked.isEmpty()) {
      parameters.put("at", picked);
    }
    if (!search.isEmpty()) {
      parameters.put("q", search.getValue());
    }
    Address.say("map", parameters);
  }

  private void show(Picture picture) {
    boolean first = shown == null;
    shown = picture;
    if (picture.regions().isEmpty()) {
      content(
          new Empty(
              VaadinIcon.CLUSTER,
              "No regions yet",
              "An operator declares regions and the brokers in them; then the mesh appears here."));
      shown = null;
      return;
    }
    if (first) {
      Div halves = new Div(graph, side);
      halves.addClassName("map-halves");
      content(halves, new Section("Links", search, noLink, table));
    }
    graph.draw(picture);
    showSide(picture);
    showTable();
  }

  private void showTable() {
    Picture picture = shown;
    if (picture == null) {
      return;
    }
    String words = search.getValue().toLowerCase(Locale.ROOT).strip();
    List<LinkDocument> fitting =
        picture.links().stream().filter(link -> text(link).contains(words)).toList();
    table.show(fitting);
    table.setVisible(!fitting.isEmpty());
    noLink.setVisible(fitting.isEmpty());
    noLink.setText(
        picture.links().isEmpty()
            ? "No links yet: a link comes about when a granted subscription wants events from"
                + " elsewhere."
            : "No link fits. Use fewer words.");
  }

  private static String text(LinkDocument link) {
    return String.join(
            " ",
            link.eventType(),
            link.fromBroker(),
            link.toBroker(),
            link.toChannel(),
            String.valueOf(link.subscription()),
            link.state(),
            link.team())
        .toLowerCase(Locale.ROOT);
  }

  private void pick(String id) {
    picked = id;
    address();
    Picture picture = shown;
    if (picture != null) {
      showSide(picture);
    }
  }

  private void showSide(Picture picture) {
    if (picked.startsWith("broker:")) {
      side.show(broker(picture, picked.substring("broker:".length())));
      return;
    }
    picture.passages().stream()
        .filter(passage -> passage.id().equals(picked))
        .findFirst()
        .ifPresentOrElse(
            passage -> side.show(passage(passage)),
            () ->
                side.show(
                    new Facts()
                        .fact("Regions", Integer.toString(picture.regions().size()))
                        .fact("Brokers", Integer.toString(brokers(picture)))
                        .fact("Links", Integer.toString(picture.links().size()))
                        .fact("Relays alive", Integer.toString(picture.relays().size()))));
  }

  private static int brokers(Picture picture) {
    return picture.regions().values().stream().mapToInt(Set::size).sum();
  }

  private static Component[] broker(Picture picture, String name) {
    BrokerStatus status =
        picture.health().values().stream()
            .filter(one -> one.broker().value().equals(name))
            .findFirst()
            .orElse(null);
    long in = picture.links().stream().filter(link -> link.toBroker().equals(name)).count();
    long out = picture.links().stream().filter(link -> link.fromBroker().equals(name)).count();
    Facts facts =
        new Facts()
            .fact("Broker", broker(name))
            .fact("State", health(status))
            .fact("Links in", Long.toString(in))
            .fact("Links out", Long.toString(out));
    return new Component[] {facts};
  }

  private static Anchor broker(String name) {
    return link("brokers?q=" + name, name);
  }

  private static Anchor link(String path, String text) {
    Anchor link = new Anchor(path, text);
    link.addClassName("list-link");
    return link;
  }

  private static Component health(@Nullable BrokerStatus status) {
    return switch (status) {
      case BrokerStatus.Reachable _ -> new Badge("reachable", Badge.Tone.GOOD);
      case BrokerStatus.Away away ->
          new Div(
              new Badge("away", Badge.Tone.BAD),
              new Span(" since " + Moments.exact(away.since()) + ": " + away.reason()));
      case BrokerStatus.NotAsked _ -> new Badge("not asked yet", Badge.Tone.PLAIN);
      case null -> new Badge("not known", Badge.Tone.PLAIN);
    };
  }

  private static Component[] passage(Picture.Passage passage) {
    Div types = new Div();
    passage.links().stream()
        .map(LinkDocument::eventType)
        .distinct()
        .sorted()
        .map(type -> new Div(link("event-types/" + type, type)))
        .forEach(types::add);
    Facts facts =
        new Facts()
            .fact("From", broker(passage.from()))
            .fact("To", broker(passage.to()))
            .fact("Links", Integer.toString(passage.links().size()))
            .fact("Events", String.format(Locale.ROOT, "%,.1f a second", passage.rate()))
            .fact("Behind", String.format(Locale.ROOT, "%,d events", passage.lag()))
            .fact("Event types", types);
    return new Component[] {facts};
  }
}
