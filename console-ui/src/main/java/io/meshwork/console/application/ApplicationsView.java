package io.meshwork.console.application;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.ResourceListPage;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.catalog.ApplicationSpec;
import jakarta.annotation.security.PermitAll;
import java.util.stream.Collectors;

/** All applications that one may know of. */
@Route("applications")
@PageTitle("Applications · Meshwork")
@PermitAll
class ApplicationsView extends ResourceListPage {
  private static final long serialVersionUID = 1L;

  private final transient Catalog catalog;

  ApplicationsView(Catalog catalog, CurrentActor actor) {
    super(
        new Titles(
            "Applications",
            "The programs that publish and subscribe, with their keys and credentials.",
            "Name, description or label"),
        Kind.APPLICATION,
        "applications",
        catalog,
        actor);
    this.catalog = catalog;
    if (mayAdd()) {
      actions(adding("Add an application", "new-application"));
    }
  }

  /** A reader of every team has nothing to add an application to. */
  private boolean mayAdd() {
    return !new Choices(catalog, actor().require()).teams().isEmpty();
  }

  private Button adding(String text, String id) {
    Button button = new Button(text, event -> new NewApplication(catalog, actor()).open());
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setId(id);
    return button;
  }

  @Override
  protected void columns(Grid<Resource> grid) {
    grid.addComponentColumn(ApplicationsView::name)
        .setHeader("Name")
        .setFlexGrow(2)
        .setAutoWidth(true);
    wide(
        grid.addColumn(row -> String.valueOf(row.metadata().team()))
            .setHeader("Team")
            .setAutoWidth(true));
    grid.addColumn(ApplicationsView::brokers).setHeader("Known to brokers").setAutoWidth(true);
    wide(
        grid.addColumn(row -> row.metadata().description().lines().findFirst().orElse(""))
            .setHeader("Description")
            .setFlexGrow(3));
  }

  private static Component name(Resource row) {
    Anchor link = new Anchor("applications/" + row.name().value(), row.name().value());
    link.addClassName("list-link");
    return link;
  }

  private static String brokers(Resource row) {
    return row.spec(ApplicationSpec.class).principals().keySet().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Override
  protected Component nothing() {
    return new Empty(
        VaadinIcon.CUBES,
        "No applications yet",
        "An application is a program of a team: it holds API keys, and a principal on each broker"
            + " that it talks to.",
        mayAdd()
            ? new Component[] {adding("Add the first application", "first-application")}
            : new Component[0]);
  }
}
