package io.meshwork.console.map;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.ValueProvider;
import io.meshwork.api.LinkDocument;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.States;
import java.util.List;
import java.util.Locale;

/** Links with how they do now. */
public final class LinkTable extends Grid<LinkDocument> {
  private static final long serialVersionUID = 1L;

  /** An empty table. */
  public LinkTable() {
    setAllRowsVisible(true);
    setSelectionMode(SelectionMode.NONE);
    setId("links");
    getElement().setAttribute("aria-label", "Links");
    addComponentColumn(LinkTable::what).setHeader("Event type").setAutoWidth(true).setFlexGrow(2);
    addComponentColumn(LinkTable::way).setHeader("From → to").setAutoWidth(true).setFlexGrow(2);
    addComponentColumn(LinkTable::states).setHeader("State").setAutoWidth(true);
    number("Events/s", link -> String.format(Locale.ROOT, "%,.1f", link.eventsPerSecond()));
    number("Passed", link -> String.format(Locale.ROOT, "%,d", link.events()));
    number("Held back", link -> String.format(Locale.ROOT, "%,d", link.filtered()));
    number("Behind", link -> String.format(Locale.ROOT, "%,d", link.lagEvents()));
    number("Oldest", link -> String.format(Locale.ROOT, "%.1f s", link.lagSeconds()));
    number("p99", link -> String.format(Locale.ROOT, "%,.0f ms", link.latency().p99()));
    number("Refused", link -> String.format(Locale.ROOT, "%,d", link.refused()));
  }

  private void number(String header, ValueProvider<LinkDocument, String> value) {
    addColumn(value)
        .setHeader(header)
        .setAutoWidth(true)
        .setTextAlign(ColumnTextAlign.END)
        .setPartNameGenerator(link -> "number");
  }

  private static Div what(LinkDocument link) {
    Anchor type = new Anchor("event-types/" + link.eventType(), link.eventType());
    type.addClassName("list-link");
    Div words = new Div(type);
    String subscription = link.subscription();
    if (subscription != null) {
      Anchor to = new Anchor("subscriptions/" + subscription, subscription);
      to.addClassName("list-link");
      words.add(new Div(new Span("for "), to));
    }
    String problem = link.problem();
    if (problem != null) {
      Div why = new Div(problem);
      why.addClassName("fault");
      words.add(why);
    }
    return words;
  }

  private static Div states(LinkDocument link) {
    Div states = new Div(States.ofLink(link.state()));
    LinkDocument.Verified verified = link.verification();
    if (verified != null && verified.openFindings() > 0) {
      states.add(
          new Badge(
              String.format(Locale.ROOT, "%,d findings", verified.openFindings()), Badge.Tone.BAD));
    }
    return states;
  }

  private static Anchor way(LinkDocument link) {
    String words =
        link.fromBroker().equals(link.toBroker())
            ? link.fromBroker() + " → " + link.toChannel()
            : link.fromBroker() + " → " + link.toBroker();
    Anchor way = new Anchor("links/" + link.id(), words);
    way.addClassName("list-link");
    return way;
  }

  /** Shows these. */
  public void show(List<LinkDocument> links) {
    setItems(links);
  }
}
