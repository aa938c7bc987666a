package io.meshwork.console.part;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.shared.Registration;
import io.meshwork.api.Kind;
import io.meshwork.api.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.model.TeamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of resources of one kind with search and a team filter, both of which live in the address
 * so that a list can be shared. Pages are loaded as one asks for more.
 */
public abstract class ResourceListPage extends io.meshwork.console.part.Page
    implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;
  private static final int PHONE = 640;
  private static final String ALL_TEAMS = "All teams";

  private final transient Catalog catalog;
  private final transient CurrentActor actor;
  private final Kind kind;
  private final String route;
  private final TextField search = new TextField();
  private final Select<String> team = new Select<>();
  private final Grid<Resource> grid = new Grid<>();
  private final Div below = new Div();
  private final Span count = new Span();
  private final Button more = new Button("Show more");
  private final transient List<Grid.Column<Resource>> wide = new ArrayList<>();
  private final transient List<Resource> shown = new ArrayList<>();
  private @Nullable String cursor;
  private boolean settingUp;

  /** A list at a route. */
  protected ResourceListPage(
      Titles titles, Kind kind, String route, Catalog catalog, CurrentActor actor) {
    super(titles.title(), titles.lead());
    this.kind = kind;
    this.route = route;
    this.catalog = catalog;
    this.actor = actor;
    search.setPlaceholder(titles.searchHint());
    search.setAriaLabel("Search " + titles.title());
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addClassName("search");
    search.setId("search");
    search.addValueChangeListener(event -> changed());
    team.setAriaLabel("Team");
    team.setId("team-filter");
    team.addValueChangeListener(event -> changed());
    grid.addThemeVariants(GridVariant.LUMO_ROW_STRIPES);
    grid.setAllRowsVisible(true);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    more.addClickListener(event -> load(false));
    more.setId("show-more");
    count.addClassName("muted");
    count.getElement().setAttribute("role", "status");
    Div filters = new Div(search, team, count);
    filters.addClassName("row");
    below.addClassName("stack");
    content(filters, below);
  }

  /** What a list is called, what it is for, and what its search field suggests. */
  public record Titles(String title, String lead, String searchHint) {}

  /** Adds the list's columns; called once. */
  protected abstract void columns(Grid<Resource> grid);

  /** A column that only a wide screen has room for. */
  protected final void wide(Grid.Column<Resource> column) {
    wide.add(column);
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    com.vaadin.flow.component.page.Page window = event.getUI().getPage();
    fit(window.getExtendedClientDetails().getBodyClientWidth());
    Registration resizing =
        window.addBrowserWindowResizeListener(resized -> fit(resized.getWidth()));
    addDetachListener(gone -> resizing.remove());
  }

  private void fit(int width) {
    wide.forEach(column -> column.setVisible(width <= 0 || width > PHONE));
  }

  /** Prepares what rows show that is read for all of them at once. */
  protected void loaded(List<Resource> resources) {}

  /** What to show when there is nothing at all. */
  protected abstract Component nothing();

  /** Who looks, with the rights of now. */
  protected final CurrentActor actor() {
    return actor;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    if (grid.getColumns().isEmpty()) {
      columns(grid);
    }
    Map<String, List<String>> parameters = event.getLocation().getQueryParameters().getParameters();
    settingUp = true;
    List<String> teams = new ArrayList<>(List.of(ALL_TEAMS));
    actor.require().teams().keySet().stream().map(TeamName::value).sorted().forEach(teams::add);
    String wanted = first(parameters, "team");
    if (wanted != null && !teams.contains(wanted)) {
      teams.add(wanted);
    }
    team.setItems(teams);
    team.setValue(wanted == null ? ALL_TEAMS : wanted);
    String q = first(parameters, "q");
    search.setValue(q == null ? "" : q);
    settingUp = false;
    load(true);
  }

  private static @Nullable String first(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst();
  }

  private void changed() {
    if (settingUp) {
      return;
    }
    Map<String, String> parameters = new HashMap<>();
    if (!search.isEmpty()) {
      parameters.put("q", search.getValue());
    }
    if (isTeamChosen()) {
      parameters.put("team", team.getValue());
    }
    Address.say(route, parameters);
    load(true);
  }

  private boolean isTeamChosen() {
    return team.getValue() != null && !team.getValue().equals(ALL_TEAMS);
  }

  private void load(boolean fromStart) {
    if (fromStart) {
      shown.clear();
      cursor = null;
    }
    Page<Resource> page =
        catalog.list(
            actor.require(),
            new ResourceQuery(
                kind,
                search.isEmpty() ? null : search.getValue(),
                isTeamChosen() ? new TeamName(team.getValue()) : null,
                PAGE,
                cursor));
    shown.addAll(page.items());
    cursor = page.nextCursor();
    loaded(page.items());
    grid.setItems(shown);
    count.setText(shown.size() + (cursor == null ? "" : "+") + " found");
    below.removeAll();
    if (!shown.isEmpty()) {
      below.add(grid);
      if (cursor != null) {
        below.add(more);
      }
    } else if (search.isEmpty() && !isTeamChosen()) {
      below.add(nothing());
    } else {
      below.add(
          new Empty(
              VaadinIcon.SEARCH,
              "Nothing matches",
              "Search looks at names, descriptions, labels and fields of schemas. Use fewer words,"
                  + " or another team."));
    }
  }
}
