package io.meshwork.console.eventtype;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.ResourceListPage;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Lifecycle;
import jakarta.annotation.security.PermitAll;

/** All event types that one may know of. */
@Route("event-types")
@PageTitle("Event types · Meshwork")
@PermitAll
class EventTypesView extends ResourceListPage {
  private static final long serialVersionUID = 1L;

  EventTypesView(Catalog catalog, CurrentActor actor) {
    super(
        new Titles(
            "Event types",
            "Every kind of event that teams share, with its owner and its schema.",
            "Name, description, label or field"),
        Kind.EVENT_TYPE,
        "event-types",
        catalog,
        actor);
    actions(register("Register an event type", "register-event-type"));
  }

  private static Button register(String text, String id) {
    Button button =
        new Button(
            text,
            event -> event.getSource().getUI().ifPresent(ui -> ui.navigate("event-types/new")));
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setId(id);
    return button;
  }

  @Override
  protected void columns(Grid<Resource> grid) {
    grid.addComponentColumn(EventTypesView::name)
        .setHeader("Name")
        .setFlexGrow(3)
        .setAutoWidth(true);
    wide(
        grid.addColumn(row -> String.valueOf(row.metadata().team()))
            .setHeader("Team")
            .setAutoWidth(true));
    grid.addComponentColumn(EventTypesView::state).setHeader("State").setAutoWidth(true);
    wide(
        grid.addColumn(row -> row.metadata().description().lines().findFirst().orElse(""))
            .setHeader("Description")
            .setFlexGrow(4));
  }

  private static Component name(Resource row) {
    Anchor link = new Anchor("event-types/" + row.name().value(), row.name().value());
    link.addClassName("list-link");
    String title = row.spec(EventTypeSpec.class).title();
    if (title.isEmpty()) {
      return link;
    }
    Span words = new Span(title);
    words.addClassName("muted");
    return new Div(link, new Div(words));
  }

  private static Component state(Resource row) {
    Lifecycle lifecycle = row.spec(EventTypeSpec.class).lifecycle();
    return switch (lifecycle) {
      case ACTIVE -> new Badge("active", Badge.Tone.GOOD);
      case DRAFT -> new Badge("draft", Badge.Tone.PLAIN);
      case DEPRECATED -> new Badge("deprecated", Badge.Tone.WAITING);
      case RETIRED -> new Badge("retired", Badge.Tone.PLAIN);
    };
  }

  @Override
  protected Component nothing() {
    return new Empty(
        VaadinIcon.RECORDS,
        "No event types yet",
        "An event type names one kind of event, says who owns it and what it looks like. Register"
            + " the first one: its schema can be inferred from a sample.",
        register("Register the first event type", "register-first"));
  }
}
