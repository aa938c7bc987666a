package io.meshwork.console.provisioning;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.data.provider.Query;
import io.meshwork.api.Kind;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of any event type to any subscription, as it is now and as the plan makes it. */
final class RouteSection extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient PlanDocument plan;
  private final transient BiConsumer<String, String> chosen;
  private final ComboBox<String> type = new ComboBox<>("Event type");
  private final ComboBox<String> subscription = new ComboBox<>("Subscription");
  private final Div drawn = new Div();

  /** Whose way to what is drawn first, {@code null}: of what the plan is about. */
  record Pair(@Nullable String type, @Nullable String subscription) {}

  RouteSection(
      RoomsOfProvisioning rooms,
      CurrentActor actor,
      PlanDocument plan,
      Pair asked,
      BiConsumer<String, String> chosen) {
    this.rooms = rooms;
    this.actor = actor;
    this.plan = plan;
    this.chosen = chosen;
    addClassNames("card", "stack");
    setId("route");
    type.setId("route-type");
    type.setItems(query -> offer(query, Kind.EVENT_TYPE, resource -> true));
    type.addClassName("reason");
    subscription.setId("route-subscription");
    subscription.setItems(query -> offer(query, Kind.SUBSCRIPTION, this::wants));
    subscription.addClassName("reason");
    for (ComboBox<String> field : List.of(type, subscription)) {
      field.setAllowCustomValue(true);
      field.addCustomValueSetListener(event -> field.setValue(event.getDetail().strip()));
    }
    Paragraph lead =
        new Paragraph(
            "How events of a type come to a subscription: as it is now, and once the plan is"
                + " applied.");
    lead.addClassName("muted");
    Div fields = new Div(type, subscription);
    fields.addClassNames("row", "form-row");
    drawn.getElement().setAttribute("aria-live", "polite");
    add(new H2("Way of events"), lead, fields, drawn);
    Pair first = first(asked);
    type.setValue(first.type());
    subscription.setValue(first.subscription());
    draw(false);
    type.addValueChangeListener(
        event -> {
          subscription.getDataProvider().refreshAll();
          draw(event.isFromClient());
        });
    subscription.addValueChangeListener(event -> draw(event.isFromClient()));
  }

  private Pair first(Pair asked) {
    String wanted = asked.subscription() == null ? named("Subscription ") : asked.subscription();
    if (asked.type() != null || wanted == null) {
      return new Pair(asked.type() == null ? named("EventType ") : asked.type(), wanted);
    }
    return new Pair(typeOf(wanted), wanted);
  }

  private @Nullable String typeOf(String name) {
    try {
      return rooms
          .catalog()
          .find(actor.require(), new SubscriptionName(name))
          .flatMap(
              resource ->
                  resource.spec(SubscriptionSpec.class).eventTypes().stream()
                      .filter(EventTypeSelector::isExact)
                      .map(EventTypeSelector::value)
                      .findFirst())
          .orElseGet(() -> named("EventType "));
    } catch (MeshException e) {
      return named("EventType ");
    }
  }

  /** The first of its kind that the plan names as a cause. */
  private @Nullable String named(String kind) {
    return causes(kind).stream().findFirst().orElse(null);
  }

  private Set<String> causes(String kind) {
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(
            plan.actions().stream().flatMap(action -> action.causes().stream()),
            plan.blocked().stream().flatMap(blocked -> blocked.causes().stream()))
        .filter(cause -> cause.startsWith(kind))
        .map(cause -> cause.substring(kind.length()))
        .forEach(names::add);
    return names;
  }

  private boolean wants(Resource resource) {
    String wanted = type.getValue();
    if (wanted == null || wanted.isBlank()) {
      return true;
    }
    try {
      return resource.spec(SubscriptionSpec.class).selects(new EventTypeName(wanted));
    } catch (MeshException notAName) {
      return true;
    }
  }

  /** What the plan names first, then the catalog's. */
  private Stream<String> offer(Query<String, String> query, Kind kind, Predicate<Resource> fits) {
    String words = query.getFilter().orElse("").strip().toLowerCase(Locale.ROOT);
    int end = query.getOffset() + query.getLimit();
    Set<String> names = new LinkedHashSet<>();
    causes(kind.word() + " ").stream().filter(name -> name.contains(words)).forEach(names::add);
    String cursor = null;
    do {
      var page =
          rooms
              .catalog()
              .list(
                  actor.require(),
                  new ResourceQuery(
                      kind, words.isEmpty() ? null : words, null, ResourceQuery.MAX_LIMIT, cursor));
      page.items().stream()
          .filter(fits)
          .map(resource -> resource.name().value())
          .forEach(names::add);
      cursor = page.nextCursor();
    } while (cursor != null && names.size() < end);
    return names.stream().skip(query.getOffset()).limit(query.getLimit());
  }

  private void draw(boolean byHand) {
    String event = type.getValue();
    String reader = subscription.getValue();
    drawn.removeAll();
    type.setInvalid(false);
    subscription.setInvalid(false);
    if (event == null || event.isBlank() || reader == null || reader.isBlank()) {
      Paragraph hint = new Paragraph("Choose an event type and a subscription.");
      hint.addClassName("muted");
      drawn.add(hint);
      return;
    }
    if (byHand) {
      chosen.accept(event, reader);
    }
    try {
      drawn.add(
          new RouteDrawing(
              rooms
                  .routes()
                  .route(
                      actor.require(),
                      new EventTypeName(event),
                      new SubscriptionName(reader),
                      plan.state() == PlanDocument.State.APPLIED ? null : plan.id())));
    } catch (MeshException e) {
      ComboBox<String> about = e.text().contains("'" + event + "'") ? type : subscription;
      about.setErrorMessage(e.text());
      about.setInvalid(true);
    }
  }
}
