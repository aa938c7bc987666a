package io.meshwork.console.broker;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.DiscoveryDocument;
import io.meshwork.api.DiscoveryDocument.Item;
import io.meshwork.api.DiscoveryDocument.Owner;
import io.meshwork.api.DiscoveryDocument.Proposal;
import io.meshwork.api.Documents;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Snippet;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a broker holds that is not ours, and the event types that it could become. */
@Route("brokers/:name/discovered")
@PermitAll
class DiscoveryView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 25;

  private final transient RoomsOfBrokers rooms;
  private final transient CurrentActor actor;
  private final TextField search = new TextField();
  private final Div list = new Div();
  private String name = "";

  DiscoveryView(RoomsOfBrokers rooms, CurrentActor current) {
    super("Discover", "");
    this.rooms = rooms;
    this.actor = current;
    search.setId("search");
    search.setAriaLabel("Search what the broker holds");
    search.setPlaceholder("Part of a name");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(event -> searched(event.isFromClient()));
    list.addClassName("stack");
    list.getElement().setAttribute("aria-live", "polite");
  }

  @Override
  public String getPageTitle() {
    return "What is on " + name + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    name = event.getRouteParameters().get("name").orElse("");
    title("What is on " + name);
    Anchor back = new Anchor("brokers", "Brokers");
    back.addClassName("list-link");
    Button look = new Button("Look now", click -> load());
    look.setId("refresh-discovered");
    look.setDisableOnClick(true);
    look.addClickListener(click -> look.setEnabled(true));
    actions(look, back);
    lead(
        "Topics and queues that others made. Looking reads a few of their newest events to guess a"
            + " schema, and changes nothing.");
    search.setValue(event.getLocation().getQueryParameters().getSingleParameter("q").orElse(""));
    content(search, list);
    load();
  }

  private void searched(boolean byHand) {
    if (byHand) {
      Address.say("brokers/" + name + "/discovered", Map.of("q", search.getValue()));
      load();
    }
  }

  private void load() {
    list.removeAll();
    more(null);
  }

  private void more(@Nullable String cursor) {
    try {
      DiscoveryDocument found =
          rooms
              .discovery()
              .discover(
                  actor.require(),
                  new BrokerName(name),
                  new Discovery.Query(search.getValue().strip(), null, SHOWN, cursor));
      show(found);
    } catch (MeshException e) {
      list.add(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "This cannot be looked at", e.text()));
    }
  }

  private void show(DiscoveryDocument found) {
    if (list.getChildren().findAny().isEmpty() && found.items().isEmpty()) {
      list.add(
          search.isEmpty()
              ? new Empty(
                  VaadinIcon.CHECK_CIRCLE_O,
                  "Nothing of others",
                  "All that this broker holds and that could be a channel is Meshwork's own. What"
                      + " other programs make here appears when you look again.")
              : new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer letters."));
      return;
    }
    found.items().forEach(item -> list.add(card(item)));
    String next = found.nextCursor();
    if (next != null) {
      Button more = new Button("Show more");
      more.setId("show-more");
      more.addClickListener(
          event -> {
            list.remove(more);
            more(next);
          });
      list.add(more);
    }
  }

  private Component card(Item item) {
    Div head =
        row(
            new H2(item.resource()),
            item.owner() == Owner.FOREIGN
                ? new Badge("made by others", Badge.Tone.PLAIN)
                : new Badge("another installation's", Badge.Tone.WAITING));
    Div card = new Div(head, muted(figures(item)));
    card.addClassNames("card", "stack");
    Proposal proposal = item.proposal();
    if (proposal == null) {
      card.add(new Paragraph(String.valueOf(item.reason())));
    } else {
      propose(card, item, proposal);
    }
    return card;
  }

  private void propose(Div card, Item item, Proposal proposal) {
    String type = proposal.document().metadata().name();
    card.add(
        new Paragraph(
            "It could be event type %s%s."
                .formatted(
                    type,
                    proposal.adoptable()
                        ? ", and a plan could take it over with its events as it is"
                        : "")));
    card.add(
        new UnorderedList(proposal.notes().stream().map(ListItem::new).toArray(ListItem[]::new)));
    card.add(
        new Details(
            "Document",
            new Snippet("Document of " + type, Documents.yaml(List.of(proposal.document())))));
    Button register =
        new Button(
            "Register",
            event ->
                UI.getCurrent()
                    .navigate(
                        "event-types/new",
                        QueryParameters.of("found", name + "/" + item.resource())));
    register.setId("register-found-" + type);
    register.setAriaLabel("Register " + type);
    card.add(row(register));
  }

  private static String figures(Item item) {
    List<String> words = new ArrayList<>();
    count(words, item.partitions(), "partition");
    count(words, item.events(), "event");
    Long lastDay = item.lastDay();
    if (lastDay != null && lastDay > 0) {
      words.add(String.format(Locale.ROOT, "%,d in the last day", lastDay));
    }
    words.add(
        item.readers().isEmpty()
            ? "nobody reads it"
            : "read by " + String.join(", ", item.readers()));
    return String.join(" · ", words);
  }

  private static void count(List<String> words, @Nullable Number number, String one) {
    if (number != null) {
      words.add(
          String.format(
              Locale.ROOT,
              "%,d %s%s",
              number.longValue(),
              one,
              number.longValue() == 1 ? "" : "s"));
    }
  }

  private static Paragraph muted(String text) {
    Paragraph words = new Paragraph(text);
    words.addClassName("muted");
    return words;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassName("row");
    return row;
  }
}
