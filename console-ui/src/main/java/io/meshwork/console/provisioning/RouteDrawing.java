package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.RouteDocument;
import io.meshwork.api.RouteDocument.Hop;
import io.meshwork.api.RouteDocument.State;
import io.meshwork.console.part.Badge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A route drawn stop by stop: from left to right where there is room, else downwards. Where a plan
 * changes it, the way now stands above the way then.
 */
final class RouteDrawing extends Div {
  private static final long serialVersionUID = 1L;

  RouteDrawing(RouteDocument route) {
    addClassName("stack");
    route.problems().stream().map(RouteDrawing::problem).forEach(this::add);
    for (RouteDocument.Way way : route.origins()) {
      add(new H3("From " + way.origin()));
      lanes(way, route.subscription()).forEach(this::add);
    }
  }

  private static Component problem(String text) {
    Paragraph words = new Paragraph(text);
    words.addClassName("notice");
    return words;
  }

  private static List<Component> lanes(RouteDocument.Way way, String reader) {
    List<Hop> hops = way.hops();
    boolean changes = hops.stream().anyMatch(hop -> hop.state() != State.RUNS);
    if (!changes) {
      return List.of(lane("As it is, and stays", hops, reader));
    }
    List<Component> lanes = new ArrayList<>();
    List<Hop> now = only(hops, hop -> hop.state() != State.PLANNED);
    List<Hop> then = only(hops, hop -> hop.state() != State.GOES);
    lanes.add(
        reaches(now)
            ? lane("Now", now, reader)
            : problem("Now: events do not come to %s from here.".formatted(reader)));
    lanes.add(
        reaches(then)
            ? lane("After the plan", then, reader)
            : problem(
                "After the plan: events do not come to %s from here any more.".formatted(reader)));
    return lanes;
  }

  /** A way of more than its entry, or one that is read at the entry itself. */
  private static boolean reaches(List<Hop> hops) {
    return !hops.isEmpty();
  }

  private static List<Hop> only(List<Hop> hops, Predicate<Hop> fits) {
    return hops.stream().filter(fits).toList();
  }

  private static Component lane(String title, List<Hop> hops, String reader) {
    OrderedList stops = new OrderedList();
    stops.addClassName("route-stops");
    stops.getElement().setAttribute("aria-label", title);
    for (Hop hop : hops) {
      stops.add(stop(hop));
    }
    Div end = new Div(new Span("read by"), strong(reader));
    end.addClassNames("route-stop", "route-reader");
    ListItem last = new ListItem(arrow(List.of()), end);
    last.addClassName("route-hop");
    stops.add(last);
    Span name = new Span(title);
    name.addClassName("route-title");
    Div lane = new Div(name, stops);
    lane.addClassName("route-lane");
    return lane;
  }

  private static ListItem stop(Hop hop) {
    Span place = new Span("%s · %s".formatted(hop.region(), hop.broker()));
    place.addClassNames("muted", "small");
    Span channel = new Span(hop.channel());
    channel.addClassName("mono");
    Div box = new Div(place, channel, state(hop.state()));
    box.addClassNames(
        "route-stop", "route-" + hop.state().name().toLowerCase(java.util.Locale.ROOT));
    ListItem item = new ListItem();
    item.addClassName("route-hop");
    if (hop.link() != null) {
      item.add(arrow(carried(hop)));
    }
    item.add(box);
    return item;
  }

  private static List<Component> carried(Hop hop) {
    List<Component> words = new ArrayList<>();
    words.add(new Span("relays of " + hop.runsIn()));
    String filter = hop.filter();
    if (filter != null) {
      Code pattern = new Code(filter);
      pattern.setTitle(filter);
      words.add(new Div(new Span("only "), pattern));
    }
    if (hop.sharedWith() > 0) {
      words.add(
          new Span(
              "shared with %d other%s"
                  .formatted(hop.sharedWith(), hop.sharedWith() == 1 ? "" : "s")));
    }
    return words;
  }

  private static Div arrow(List<Component> words) {
    Span line = new Span();
    line.addClassName("route-line");
    line.getElement().setAttribute("aria-hidden", "true");
    Div text = new Div(words.toArray(Component[]::new));
    text.addClassNames("route-words", "small", "muted");
    Div arrow = new Div(text, line);
    arrow.addClassName("route-arrow");
    return arrow;
  }

  private static Span strong(String text) {
    Span span = new Span(text);
    span.addClassName("route-name");
    return span;
  }

  private static Badge state(State state) {
    return switch (state) {
      case RUNS -> new Badge("is there", Badge.Tone.GOOD);
      case PLANNED -> new Badge("the plan brings it", Badge.Tone.WAITING);
      case GOES -> new Badge("the plan takes it away", Badge.Tone.BAD);
    };
  }
}
