package io.meshwork.console.broker;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Custody;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.deployment.observation.BrokerStatus;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.RegionSpec;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Regions with their brokers: which answer, who may use them. */
@Route("brokers")
@PageTitle("Brokers · Meshwork")
@PermitAll
class BrokersView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfBrokers rooms;
  private final transient CurrentActor actor;
  private final TextField search = new TextField();
  private final Div list = new Div();
  private final Button add = new Button("Add a broker", event -> edit(null));

  BrokersView(RoomsOfBrokers rooms, CurrentActor current) {
    super("Brokers", "The messaging systems that the mesh connects, region by region.");
    this.rooms = rooms;
    this.actor = current;
    add.addThemeVariants(ButtonVariant.PRIMARY);
    add.setId("add-broker");
    search.setId("search");
    search.setAriaLabel("Search brokers and regions");
    search.setPlaceholder("Broker or region");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(
        event -> {
          if (event.isFromClient()) {
            Address.say("brokers", Map.of("q", search.getValue()));
          }
          show(look());
        });
    list.addClassName("stack");
    content(search, list);
    rooms.pulse().follow(this, this::look, this::show);
  }

  /** Regions, brokers, which answer, and whether the one who looks may change them. */
  private record Seen(
      List<Resource> regions, List<Resource> brokers, List<BrokerStatus> health, boolean keeper) {}

  private Seen look() {
    Choices choices = new Choices(rooms.catalog(), actor.require());
    return new Seen(
        choices.all(Kind.REGION),
        choices.all(Kind.BROKER),
        rooms.health().all(actor.require()),
        rooms.permissions().allows(actor.require(), Operation.CHANGE, Guarded.mesh()));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    search.setValue(event.getLocation().getQueryParameters().getSingleParameter("q").orElse(""));
    show(look());
  }

  private void edit(@Nullable Resource broker) {
    new BrokerForm(rooms, actor, broker, () -> show(look())).open();
  }

  private void show(Seen seen) {
    actions(seen.keeper() ? new Component[] {add} : new Component[0]);
    list.removeAll();
    if (seen.regions().isEmpty()) {
      list.add(
          new Empty(
              VaadinIcon.SERVER,
              "No regions yet",
              "An operator declares regions as documents and applies them; then brokers can be"
                  + " added here."));
      return;
    }
    String words = search.getValue().toLowerCase(Locale.ROOT).strip();
    for (Resource region : seen.regions()) {
      List<Resource> brokers =
          seen.brokers().stream()
              .filter(b -> b.spec(BrokerSpec.class).region().equals(region.name()))
              .filter(
                  b -> b.name().value().contains(words) || region.name().value().contains(words))
              .toList();
      if (!brokers.isEmpty() || region.name().value().contains(words)) {
        list.add(region(region, brokers, seen));
      }
    }
    if (list.getChildren().findAny().isEmpty()) {
      list.add(new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer words."));
    }
  }

  private Component region(Resource region, List<Resource> brokers, Seen seen) {
    RegionSpec spec = region.spec(RegionSpec.class);
    String reaches =
        spec.reaches().stream()
            .map(reach -> reach.region() + " (cost " + reach.cost() + ")")
            .collect(Collectors.joining(", "));
    Facts facts =
        new Facts()
            .fact("Jurisdiction", spec.jurisdiction().value())
            .fact("Environment", String.valueOf(spec.environment()))
            .fact("Reaches", reaches.isEmpty() ? "no other region" : reaches)
            .fact("Applies by itself", spec.autoApply().name().toLowerCase(Locale.ROOT));
    Div cards = new Div();
    cards.addClassName("cards");
    brokers.forEach(broker -> cards.add(card(broker, seen)));
    if (brokers.isEmpty()) {
      cards.add(new Paragraph("No broker here yet."));
    }
    Div section = new Div(new H2(region.name().value()), facts, cards);
    section.addClassNames("card", "stack");
    return section;
  }

  private Component card(Resource broker, Seen seen) {
    BrokerSpec spec = broker.spec(BrokerSpec.class);
    Facts facts =
        new Facts()
            .fact("Transport", rooms.transports().get(spec.transport()).label())
            .fact(
                "Teams",
                spec.teams().isEmpty()
                    ? "all"
                    : spec.teams().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
    new TreeMap<>(spec.settings()).forEach((name, value) -> facts.fact(name, value));
    BrokerStatus status =
        seen.health().stream()
            .filter(one -> one.broker().equals(broker.name()))
            .findFirst()
            .orElse(null);
    Div head = new Div(new H3(broker.name().value()), badge(status));
    if (spec.readOnly()) {
      head.add(new Badge("read-only", Badge.Tone.WAITING));
    }
    head.addClassName("row");
    Div card = new Div(head);
    card.addClassNames("card", "stack");
    if (status instanceof BrokerStatus.Away away) {
      Paragraph why =
          new Paragraph("Away since " + Moments.exact(away.since()) + ": " + away.reason());
      why.addClassName("fault");
      card.add(why);
    }
    card.add(
        new Custody(rooms.catalog(), rooms.permissions(), actor, broker, () -> show(look())),
        facts);
    if (seen.keeper()) {
      card.add(buttons(broker));
    }
    return card;
  }

  private Component buttons(Resource broker) {
    Button probe = new Button("Ask now", event -> probe((BrokerName) broker.name()));
    probe.setId("probe-" + broker.name());
    Button edit = new Button("Edit", event -> edit(broker));
    edit.setId("edit-" + broker.name());
    Button discover =
        new Button(
            "Discover",
            event -> UI.getCurrent().navigate("brokers/" + broker.name() + "/discovered"));
    discover.setId("discover-" + broker.name());
    Div row = new Div(probe, edit, discover);
    row.addClassName("row");
    return row;
  }

  private void probe(BrokerName broker) {
    try {
      rooms.health().probe(actor.require(), broker);
      show(look());
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private static Badge badge(@Nullable BrokerStatus status) {
    return switch (status) {
      case BrokerStatus.Reachable _ -> new Badge("reachable", Badge.Tone.GOOD);
      case BrokerStatus.Away _ -> new Badge("away", Badge.Tone.BAD);
      case BrokerStatus.NotAsked _ -> new Badge("not asked yet", Badge.Tone.PLAIN);
      case null -> new Badge("not known", Badge.Tone.PLAIN);
    };
  }
}
