package io.meshwork.console.subscription;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.ResourceListPage;
import io.meshwork.console.part.States;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.controlplane.catalog.SubscriptionStatuses;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.SubscriptionSpec;
import jakarta.annotation.security.PermitAll;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All subscriptions that one may know of, with their state. */
@Route("subscriptions")
@PageTitle("Subscriptions · Meshwork")
@PermitAll
class SubscriptionsView extends ResourceListPage {
  private static final long serialVersionUID = 1L;

  private final transient SubscriptionStatuses statuses;
  private final transient Map<SubscriptionName, SubscriptionStatus> known = new HashMap<>();

  SubscriptionsView(Catalog catalog, SubscriptionStatuses statuses, CurrentActor actor) {
    super(
        new Titles(
            "Subscriptions",
            "Who gets which events where, and how far along it is.",
            "Name, description or label"),
        Kind.SUBSCRIPTION,
        "subscriptions",
        catalog,
        actor);
    this.statuses = statuses;
    actions(subscribe("Subscribe", "new-subscription"));
  }

  private static Button subscribe(String text, String id) {
    Button button = new Button(text, event -> UI.getCurrent().navigate("subscriptions/new"));
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setId(id);
    return button;
  }

  @Override
  protected void loaded(List<Resource> resources) {
    known.putAll(
        statuses.of(
            actor().require(),
            resources.stream().map(row -> (SubscriptionName) row.name()).toList()));
  }

  @Override
  protected void columns(Grid<Resource> grid) {
    grid.addComponentColumn(SubscriptionsView::name)
        .setHeader("Name")
        .setFlexGrow(3)
        .setAutoWidth(true);
    grid.addComponentColumn(this::state).setHeader("State").setAutoWidth(true);
    wide(
        grid.addColumn(row -> String.valueOf(row.metadata().team()))
            .setHeader("Team")
            .setAutoWidth(true));
    wide(
        grid.addColumn(SubscriptionsView::types)
            .setHeader("Event types")
            .setFlexGrow(3)
            .setAutoWidth(true));
    wide(
        grid.addColumn(row -> row.spec(SubscriptionSpec.class).at().broker().value())
            .setHeader("At")
            .setAutoWidth(true));
    grid.addColumn(this::behind).setHeader("Behind").setAutoWidth(true);
  }

  private static Component name(Resource row) {
    Anchor link = new Anchor("subscriptions/" + row.name().value(), row.name().value());
    link.addClassName("list-link");
    return link;
  }

  private Component state(Resource row) {
    SubscriptionStatus status = status(row);
    return status == null ? new Span("") : States.of(status.state());
  }

  private String behind(Resource row) {
    SubscriptionStatus status = status(row);
    Long lag = status == null ? null : status.lagEvents();
    return lag == null ? "–" : String.format(Locale.ROOT, "%,d", lag);
  }

  private @Nullable SubscriptionStatus status(Resource row) {
    return row.name() instanceof SubscriptionName name ? known.get(name) : null;
  }

  private static String types(Resource row) {
    return row.spec(SubscriptionSpec.class).eventTypes().stream()
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  @Override
  protected Component nothing() {
    return new Empty(
        VaadinIcon.INBOX,
        "No subscriptions yet",
        "A subscription says which event types an application wants, filtered how, and at which"
            + " broker. Meshwork provisions the rest.",
        subscribe("Make the first subscription", "first-subscription"));
  }
}
