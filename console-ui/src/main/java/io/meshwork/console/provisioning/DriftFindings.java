package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.DriftDocument.AwayBroker;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Changes;
import io.meshwork.console.part.Moments;
import io.meshwork.deployment.drift.DriftRemedies.Remedy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** What differs, broker by broker: since when, wanted against observed, and what can be done. */
final class DriftFindings extends Div {
  private static final long serialVersionUID = 1L;

  private final transient DriftSeen seen;
  private final transient Instant now;
  private final transient Deeds deeds;

  /** What the buttons do. */
  record Deeds(
      Consumer<DriftedResource> repair,
      Consumer<DriftedResource> accept,
      Consumer<DriftedResource> ignore,
      Consumer<DriftedResource> notice) {}

  /** Shows at most so many findings. */
  DriftFindings(DriftSeen seen, int limit, Instant now, Deeds deeds) {
    this.seen = seen;
    this.now = now;
    this.deeds = deeds;
    addClassName("stack");
    int left = limit;
    for (String broker : seen.brokers()) {
      List<DriftedResource> all =
          seen.resources().stream().filter(each -> each.broker().equals(broker)).toList();
      List<DriftedResource> shown = all.subList(0, Math.min(left, all.size()));
      left -= shown.size();
      add(broker(broker, all.size(), shown));
    }
  }

  private Component broker(String broker, int count, List<DriftedResource> shown) {
    Div head = row(new H2(broker));
    Div card = new Div(head);
    card.addClassNames("card", "stack");
    if (seen.readOnly().contains(broker)) {
      head.add(new Badge("read-only", Badge.Tone.WAITING));
      card.add(
          muted(
              "Meshwork watches this broker and changes nothing on it. Whoever runs it repairs"
                  + " what differs, or you accept it into the catalog."));
    }
    seen.away().stream()
        .filter(each -> each.broker().equals(broker))
        .forEach(
            away -> {
              head.add(new Badge("unknown", Badge.Tone.BAD));
              card.add(away(away));
            });
    if (count > 0) {
      Span differ = new Span(count == 1 ? "1 differs" : count + " differ");
      differ.addClassName("muted");
      head.add(differ);
    }
    List<Component> ignored = new ArrayList<>();
    for (DriftedResource resource : shown) {
      if (resource.ignored() == null) {
        card.add(line(resource));
      } else {
        ignored.add(line(resource));
      }
    }
    if (!ignored.isEmpty()) {
      card.add(
          new Details(ignored.size() + " ignored for a while", ignored.toArray(Component[]::new)));
    }
    return card;
  }

  private Component away(AwayBroker away) {
    Span since = new Span("Unknown since ");
    Paragraph words =
        new Paragraph(
            since,
            Moments.ago(away.since(), now),
            new Span(": it does not answer. Nothing is taken for gone. " + away.reason()));
    words.addClassName("fault");
    return words;
  }

  private Component line(DriftedResource resource) {
    Span name = new Span(resource.resource());
    name.addClassName("mono");
    Span since = new Span(new Span("since "), Moments.ago(resource.since(), now));
    since.addClassName("muted");
    Div line = new Div(row(badge(resource.finding()), name, since));
    line.addClassNames("line", "stack");
    if (resource.finding() == Finding.REPLACED) {
      line.add(
          new Paragraph(
              "Somebody made another one under its name. It is theirs until the plan that"
                  + " repairs it takes it over by name."));
    }
    if (!resource.changes().isEmpty()) {
      line.add(
          new Changes(
              resource.resource() + " on " + resource.broker(),
              List.of("Setting", "As applied", "Observed"),
              resource.changes(),
              resource.finding() == Finding.DELETED ? "gone" : "(none)"));
    }
    if (!resource.causes().isEmpty()) {
      line.add(muted("Because of " + String.join(", ", resource.causes()) + "."));
    }
    var ignored = resource.ignored();
    if (ignored != null) {
      line.add(
          new Paragraph(
              "%s ignores it until %s: %s"
                  .formatted(ignored.by(), Moments.exact(ignored.until()), ignored.reason())));
    }
    Div buttons = buttons(resource);
    if (buttons.getChildren().findAny().isPresent()) {
      line.add(buttons);
    }
    return line;
  }

  private Div buttons(DriftedResource resource) {
    Set<Remedy> offered = seen.offered().getOrDefault(resource, Set.of());
    Div buttons = row();
    if (resource.ignored() != null) {
      if (offered.contains(Remedy.DECIDE)) {
        buttons.add(button("Show it again", "notice", resource, deeds.notice()));
      }
      return buttons;
    }
    if (offered.contains(Remedy.REPAIR) && !seen.readOnly().contains(resource.broker())) {
      buttons.add(button("Plan the repair", "repair", resource, deeds.repair()));
    }
    if (offered.contains(Remedy.ACCEPT)) {
      buttons.add(button("Accept into the catalog", "accept", resource, deeds.accept()));
    }
    if (offered.contains(Remedy.DECIDE)) {
      buttons.add(button("Ignore", "ignore", resource, deeds.ignore()));
    }
    return buttons;
  }

  private static Button button(
      String text, String verb, DriftedResource resource, Consumer<DriftedResource> deed) {
    Button button = new Button(text, event -> deed.accept(resource));
    button.setId(id(verb, resource));
    button.setAriaLabel("%s: %s on %s".formatted(text, resource.resource(), resource.broker()));
    return button;
  }

  /** Of a button. */
  static String id(String verb, DriftedResource resource) {
    return verb + "-" + resource.broker() + "-" + resource.resource().replace(' ', '-');
  }

  private static Badge badge(Finding finding) {
    return new Badge(
        finding.name().toLowerCase(Locale.ROOT),
        switch (finding) {
          case DELETED, REPLACED -> Badge.Tone.BAD;
          case CHANGED -> Badge.Tone.WAITING;
        });
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
