package io.meshwork.console.dashboard;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.LinkDocument;
import io.meshwork.console.map.LinkTable;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.monitoring.SeriesOf;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import jakarta.annotation.security.PermitAll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Throughput, lag, latency and errors: now and over the last hour. */
@Route("dashboard")
@PageTitle("Dashboard · Meshwork")
@PermitAll
class DashboardView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final String ALL = "All that you see";

  private final transient RoomsOfDashboard rooms;
  private final transient CurrentActor actor;
  private final ComboBox<String> about = new ComboBox<>("Figures of");
  private final transient Map<String, String> choices = new LinkedHashMap<>();
  private final Div tiles = new Div();
  private final Chart throughput = new Chart("chart-throughput", "Throughput", "events/s");
  private final Chart lag = new Chart("chart-lag", "Lag", "events");
  private final Chart latency = new Chart("chart-latency", "End-to-end latency", "ms");
  private final Chart errors = new Chart("chart-errors", "Errors", "a second");
  private final LinkTable links = new LinkTable();
  private volatile SeriesOf of = new SeriesOf.All();

  DashboardView(RoomsOfDashboard rooms, CurrentActor current) {
    super("Dashboard", "How events flow: now, and over the last hour. Follows by itself.");
    this.rooms = rooms;
    this.actor = current;
    tiles.addClassName("tiles");
    about.setId("dashboard-scope");
    about.addClassName("search");
    about.addValueChangeListener(
        event -> {
          if (event.isFromClient()) {
            choose(choices.getOrDefault(String.valueOf(event.getValue()), ""));
          }
        });
    rooms.pulse().follow(this, () -> Hour.read(rooms, actor.require(), of), this::show);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    QueryParameters parameters = event.getLocation().getQueryParameters();
    String wanted =
        parameters
            .getSingleParameter("team")
            .map(team -> "team=" + team)
            .or(() -> parameters.getSingleParameter("link").map(link -> "link=" + link))
            .orElse("");
    offer();
    try {
      of = of(wanted);
    } catch (MeshException e) {
      of = new SeriesOf.All();
    }
    about.setValue(
        choices.entrySet().stream()
            .filter(choice -> choice.getValue().equals(wanted))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(ALL));
    show(Hour.read(rooms, actor.require(), of));
  }

  private void offer() {
    choices.clear();
    choices.put(ALL, "");
    List<LinkDocument> all = rooms.monitoring().links(actor.require());
    all.stream()
        .map(LinkDocument::team)
        .distinct()
        .sorted()
        .forEach(team -> choices.put("Team " + team, "team=" + team));
    all.forEach(
        link ->
            choices.put(
                "%s: %s → %s".formatted(link.eventType(), link.fromBroker(), link.toChannel()),
                "link=" + link.id()));
    about.setItems(List.copyOf(choices.keySet()));
  }

  private static SeriesOf of(String word) {
    if (word.startsWith("team=")) {
      return new SeriesOf.Team(new TeamName(word.substring("team=".length())));
    }
    return word.startsWith("link=")
        ? new SeriesOf.Link(new LinkId(word.substring("link=".length())))
        : new SeriesOf.All();
  }

  private void choose(String word) {
    int equals = word.indexOf('=');
    QueryParameters parameters =
        equals < 0
            ? QueryParameters.empty()
            : QueryParameters.of(word.substring(0, equals), word.substring(equals + 1));
    UI.getCurrent()
        .getPage()
        .getHistory()
        .replaceState(null, new Location("dashboard", parameters));
    of = of(word);
    show(Hour.read(rooms, actor.require(), of));
  }

  private void show(Hour hour) {
    if (hour.links().isEmpty() && of instanceof SeriesOf.All) {
      content(
          new Empty(
              VaadinIcon.DASHBOARD,
              "Nothing to measure yet",
              "Figures appear with the first link: when a granted subscription wants events from"
                  + " elsewhere."));
      return;
    }
    tiles.removeAll();
    tile("events a second", String.format(Locale.ROOT, "%,.1f", hour.rate()));
    tile("events behind", String.format(Locale.ROOT, "%,d", hour.behind()));
    tile("oldest waiting", String.format(Locale.ROOT, "%.1f s", hour.oldest()));
    tile("end to end, 99 %", String.format(Locale.ROOT, "%,.0f ms", hour.slowest()));
    tile("refused", String.format(Locale.ROOT, "%,d", hour.refused()));
    tile("links with findings", hour.suspect() + " of " + hour.links().size());
    tile("links running", hour.running() + " of " + hour.links().size());
    var now = rooms.clock().instant();
    throughput.show(hour.throughput(), now);
    lag.show(hour.lag(), now);
    latency.show(hour.latency(), now);
    errors.show(hour.errors(), now);
    links.show(hour.links());
    if (tiles.getParent().isEmpty()) {
      Div charts = new Div(throughput, lag, latency, errors);
      charts.addClassNames("cards", "charts");
      content(about, tiles, charts, new Section("By link", links));
    }
  }

  private void tile(String label, String value) {
    Span number = new Span(value);
    number.addClassName("tile-value");
    Span words = new Span(label);
    words.addClassName("tile-label");
    Div tile = new Div(number, new Div(words));
    tile.addClassName("tile");
    tiles.add(tile);
  }
}
