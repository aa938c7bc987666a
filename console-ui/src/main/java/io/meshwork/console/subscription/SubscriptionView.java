package io.meshwork.console.subscription;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.console.grant.GrantList;
import io.meshwork.console.part.Custody;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.EventCards;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Retire;
import io.meshwork.console.part.Section;
import io.meshwork.console.part.Snippet;
import io.meshwork.console.part.States;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One subscription: how far along it is, what to read, what it gets. */
@Route("subscriptions/:name")
@PermitAll
class SubscriptionView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 20;

  private final transient RoomsOfSubscription rooms;
  private final transient CurrentActor actor;
  private final Section state = new Section("State");
  private final Section reading = new Section("What to read");
  private final Section grants = new Section("Grants");
  private final EventCards events = new EventCards();
  private volatile @Nullable SubscriptionName name;
  private volatile boolean retired;

  SubscriptionView(RoomsOfSubscription rooms, CurrentActor current) {
    super("Subscription", "");
    this.rooms = rooms;
    this.actor = current;
    state.setId("state");
    rooms.pulse().follow(this, this::look, this::show);
  }

  /** What changes while one looks. */
  private record Seen(@Nullable SubscriptionStatus status, List<GrantView> grants) {}

  @Override
  public String getPageTitle() {
    return name + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String text = event.getRouteParameters().get("name").orElse("");
    title(text);
    try {
      SubscriptionName wanted = new SubscriptionName(text);
      Resource resource = rooms.catalog().get(actor.require(), wanted);
      name = wanted;
      retired = resource.retired();
      show(resource);
      show(look());
      browse();
    } catch (MeshException e) {
      actions();
      lead("");
      content(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "No such subscription", e.text()));
    }
  }

  private Seen look() {
    SubscriptionName wanted = name;
    if (wanted == null) {
      return new Seen(null, List.of());
    }
    return new Seen(
        rooms.statuses().of(actor.require(), List.of(wanted)).get(wanted),
        retired ? List.of() : rooms.grants().of(actor.require(), wanted));
  }

  private void show(Resource resource) {
    SubscriptionSpec spec = resource.spec(SubscriptionSpec.class);
    lead(resource.metadata().description());
    actions(buttons(resource, spec));
    Button refresh = new Button("Refresh", event -> browse());
    refresh.setId("refresh-events");
    Div halves = new Div(reading, new Section("About", facts(resource, spec)));
    halves.addClassName("cards");
    content(
        new Custody(
            rooms.catalog(),
            rooms.permissions(),
            actor,
            resource,
            () -> UI.getCurrent().refreshCurrentRoute(false)),
        state,
        halves,
        grants,
        new Section("Newest events", refresh, events));
  }

  private Component[] buttons(Resource resource, SubscriptionSpec spec) {
    if (resource.retired()
        || !rooms.catalog().allows(actor.require(), Operation.CHANGE, resource.name())) {
      return new Component[0];
    }
    boolean paused = spec.life() == SubscriptionLife.PAUSED;
    Button life =
        new Button(
            paused ? "Resume" : "Pause",
            event -> setLife(paused ? SubscriptionLife.RUNNING : SubscriptionLife.PAUSED));
    life.setId(paused ? "resume" : "pause");
    Button backfill =
        new Button(
            "Bring earlier events…",
            event ->
                new BackfillDialog(
                        rooms.backfills(),
                        actor.require(),
                        new SubscriptionName(resource.name().value()))
                    .open());
    backfill.setId("backfill");
    return new Component[] {
      backfill,
      life,
      Retire.button(
          rooms.catalog(),
          actor,
          resource,
          "It gets no more events, its links stop and its grants end. The name stays reserved; it"
              + " can be restored for 7 days.",
          "subscriptions")
    };
  }

  private void setLife(SubscriptionLife life) {
    SubscriptionName wanted = name;
    if (wanted == null) {
      return;
    }
    try {
      show(rooms.catalog().setLife(actor.require(), wanted, life));
      show(look());
      Notices.say(
          life == SubscriptionLife.PAUSED
              ? "Paused. It keeps its position and gets nothing until it is resumed."
              : "Resumed.");
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private Component facts(Resource resource, SubscriptionSpec spec) {
    Anchor application =
        new Anchor("applications/" + spec.application(), spec.application().value());
    application.addClassName("list-link");
    Facts facts =
        new Facts()
            .fact("Team", String.valueOf(resource.metadata().team()))
            .fact("Application", application)
            .fact("Event types", types(spec))
            .fact("At", spec.at().broker().value())
            .fact("Delivery", word(spec.delivery()))
            .fact("Start", start(spec.startAt()))
            .fact("Changed", Moments.ago(resource.changedAt(), rooms.clock().instant()));
    JsonText filter = spec.filter();
    JsonText transform = spec.transform();
    Code payload = new Code(transform == null ? "" : transform.value());
    payload.setId("transform");
    return (filter == null
            ? facts.fact("Filter", "none: every event")
            : facts.fact("Filter", new Code(filter.value())))
        .fact("Payload", transform == null ? new Span("as it is published") : payload);
  }

  private static Component types(SubscriptionSpec spec) {
    Div all = new Div();
    spec.eventTypes()
        .forEach(
            type -> {
              Anchor link = new Anchor("event-types/" + type, type.value());
              link.addClassName("list-link");
              all.add(new Div(type.isExact() ? link : new Span(type.value())));
            });
    return all;
  }

  private static String start(StartAt start) {
    return switch (start) {
      case StartAt.Latest _ -> "with new events";
      case StartAt.Earliest _ -> "with all that was kept";
      case StartAt.Moment(var at) -> "at " + Moments.exact(at);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void show(Seen seen) {
    SubscriptionStatus status = seen.status();
    if (status == null) {
      state.show(new Paragraph(retired ? "It has ended." : "Nothing is known of it yet."));
    } else {
      showState(status);
      reading.show(reading(status).toArray(Component[]::new));
    }
    GrantList list =
        new GrantList(
            rooms.grants(), rooms.permissions(), actor, rooms.clock(), () -> show(look()));
    list.show(seen.grants());
    grants.show(
        seen.grants().isEmpty() ? new Paragraph("No event type fits what it asks for yet.") : list);
  }

  private void showState(SubscriptionStatus status) {
    Div head = new Div(States.of(status.state()));
    head.addClassName("row");
    String behind = behind(status);
    if (!behind.isEmpty()) {
      Span lag = new Span(behind);
      lag.addClassName("number");
      lag.setId("lag");
      head.add(lag);
    }
    List<Component> parts = new ArrayList<>(List.of(head, new Progress(status.state())));
    String problem = status.problem();
    if (problem != null) {
      Paragraph words = new Paragraph(problem);
      words.addClassName("fault");
      parts.add(words);
    }
    parts.add(new Paragraph(next(status.state())));
    state.show(parts.toArray(Component[]::new));
  }

  private static String behind(SubscriptionStatus status) {
    Long lag = status.lagEvents();
    Double seconds = status.lagSeconds();
    if (lag == null) {
      return "";
    }
    return seconds == null || lag == 0
        ? String.format(Locale.ROOT, "%,d events behind", lag)
        : String.format(Locale.ROOT, "%,d events behind, the oldest %.1f s", lag, seconds);
  }

  private static String next(SubscriptionStatus.State state) {
    return switch (state) {
      case REQUESTED -> "It waits for the owners' word; see the grants below.";
      case APPROVED -> "It is granted, and waits for an operator to apply its plan.";
      case PROVISIONING -> "Channels and links are being made. This page follows by itself.";
      case ACTIVE -> "Events flow. Read them as shown below.";
      case FAILED -> "It could not be provisioned. What is wrong stands above.";
      case PAUSED -> "It gets nothing and keeps its position.";
      case RETIRED -> "It has ended.";
    };
  }

  private List<Component> reading(SubscriptionStatus status) {
    SubscriptionName wanted = name;
    if (status.channels().isEmpty()) {
      return List.of(new Paragraph("The channels are named here as soon as it is provisioned."));
    }
    List<Component> parts = new ArrayList<>();
    status.channels().stream()
        .collect(
            Collectors.groupingBy(
                SubscriptionStatus.Channel::broker,
                TreeMap::new,
                Collectors.mapping(channel -> channel.address().value(), Collectors.toList())))
        .forEach(
            (broker, addresses) -> {
              Div place = new Div(new Span("On " + broker + ":"));
              addresses.stream().distinct().sorted().forEach(a -> place.add(new Div(new Code(a))));
              parts.add(place);
            });
    parts.add(
        new Paragraph(
            new Span("Read in the consumer group "),
            new Code(String.valueOf(wanted)),
            new Span(", or in one whose name starts with "),
            new Code(wanted + "."),
            new Span(" and goes on as you like.")));
    parts.add(new Snippet("Command that reads", "./mesh tail " + wanted));
    return parts;
  }

  private void browse() {
    SubscriptionName wanted = name;
    if (wanted == null) {
      return;
    }
    try {
      events.show(rooms.browse().newest(actor.require(), wanted, NEWEST), rooms.clock().instant());
    } catch (MeshException e) {
      events.removeAll();
      events.add(new Paragraph(e.text()));
    }
  }
}
