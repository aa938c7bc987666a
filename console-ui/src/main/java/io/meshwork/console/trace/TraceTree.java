package io.meshwork.console.trace;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.meshwork.api.TraceDocument;
import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Moments;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The hops of one event, each under the one before. */
final class TraceTree extends Div {
  private static final long serialVersionUID = 1L;
  private static final int THOUSAND = 1000;

  TraceTree(TraceDocument trace) {
    addClassNames("card", "stack");
    setId("trace-tree");
    add(new H2("The way of " + trace.id()), verdict(trace));
    add(list(trace.entries(), "Hops"));
    for (String note : trace.notes()) {
      Paragraph words = new Paragraph(note);
      words.addClassNames("muted", "small");
      add(words);
    }
  }

  private static Component verdict(TraceDocument trace) {
    long found = trace.hops().filter(hop -> hop.state() == State.FOUND).count();
    long all = trace.hops().count();
    String words = "%d of %d hops hold it.".formatted(found, all);
    if (trace.hasFaults()) {
      return new Div(new Badge("Missing without a reason", Badge.Tone.BAD), new Span(" " + words));
    }
    return trace.hops().anyMatch(hop -> hop.state() == State.UNDECIDED)
        ? new Div(new Badge("Not all can be told", Badge.Tone.WAITING), new Span(" " + words))
        : new Div(new Badge("Explained", Badge.Tone.GOOD), new Span(" " + words));
  }

  private static UnorderedList list(List<TracedHop> hops, String label) {
    UnorderedList list = new UnorderedList();
    list.addClassName("trace-hops");
    list.getElement().setAttribute("aria-label", label);
    hops.forEach(hop -> list.add(item(hop)));
    return list;
  }

  private static ListItem item(TracedHop hop) {
    Div head = new Div(badge(hop), title(hop));
    head.addClassName("row");
    Div box = new Div(head);
    box.addClassNames("trace-hop", "trace-" + word(hop.state()));
    if (hop.channel() != null) {
      Span channel = new Span("%s · %s · %s".formatted(hop.region(), hop.broker(), hop.channel()));
      channel.addClassNames("mono", "small");
      box.add(channel);
    }
    if (!hop.places().isEmpty()) {
      Span places =
          new Span(
              hop.places().stream()
                  .map(place -> "%d/%s".formatted(place.partition(), place.position()))
                  .collect(Collectors.joining(", ")));
      places.addClassNames("mono", "small", "muted");
      box.add(places);
    }
    box.add(new Paragraph(hop.text()));
    for (String clause : hop.clauses()) {
      box.add(new Code(clause));
    }
    String next = hop.next();
    if (next != null) {
      Div what = new Div(new Span("Next: "), new Span(next));
      what.addClassName("notice");
      box.add(what);
    }
    ListItem item = new ListItem(box);
    if (!hop.hops().isEmpty()) {
      item.add(list(hop.hops(), "Behind " + hop.broker()));
    }
    return item;
  }

  private static Component title(TracedHop hop) {
    String words =
        switch (hop.kind()) {
          case ENTRY -> "Published at " + hop.broker();
          case TRANSFER -> "Carried to " + hop.broker();
          case DELIVERY -> "Delivered to " + hop.subscription();
          case DIRECT -> "Read by " + hop.subscription();
          case SUBSCRIPTION -> "Subscription " + hop.subscription();
        };
    Span name = new Span(words);
    name.addClassName("route-name");
    Div title = new Div(name);
    title.addClassName("row");
    Instant at = hop.at();
    if (at != null) {
      Long after = hop.afterMillis();
      Span time = new Span(after == null ? Moments.exact(at) : "%s later".formatted(span(after)));
      time.getElement().setAttribute("title", at.toString());
      time.addClassNames("muted", "small", "number");
      title.add(time);
    }
    String link = hop.link();
    if (link != null) {
      Anchor page = new Anchor("links/" + link, "link");
      page.addClassName("list-link");
      title.add(page);
    } else if (hop.subscription() != null && hop.kind() != Kind.DELIVERY) {
      Anchor page = new Anchor("subscriptions/" + hop.subscription(), "subscription");
      page.addClassName("list-link");
      title.add(page);
    }
    return title;
  }

  private static String span(long millis) {
    return millis < THOUSAND
        ? millis + " ms"
        : String.format(Locale.ROOT, "%.1f s", (double) millis / THOUSAND);
  }

  private static Badge badge(TracedHop hop) {
    Reason reason = hop.reason();
    return switch (hop.state()) {
      case FOUND -> new Badge("found", Badge.Tone.GOOD);
      case UNDECIDED -> new Badge("cannot tell", Badge.Tone.WAITING);
      case ABSENT ->
          reason == null
              ? new Badge("absent", Badge.Tone.PLAIN)
              : new Badge(
                  word(reason).replace('-', ' '),
                  reason == Reason.UNEXPLAINED ? Badge.Tone.BAD : Badge.Tone.PLAIN);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
