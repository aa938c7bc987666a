package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Section;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one look at the brokers found: who was away, and what differs from what was applied. */
final class DriftFindings extends Div {
  private static final long serialVersionUID = 1L;

  DriftFindings(DriftDocument drift, Instant now) {
    addClassName("stack");
    add(when(drift.checkedAt(), now));
    drift.away().forEach(away -> add(away(away, now)));
    if (!drift.resources().isEmpty()) {
      add(
          new Section(
              "Differs from what was applied",
              drift.resources().stream().map(DriftFindings::line).toArray(Component[]::new)));
    } else if (drift.checkedAt() != null) {
      add(asApplied(!drift.away().isEmpty()));
    }
  }

  private static Component when(@Nullable Instant checked, Instant now) {
    Paragraph when =
        checked == null
            ? new Paragraph("Nobody has looked yet; the first look comes within a minute.")
            : new Paragraph(new Span("Last looked "), Moments.ago(checked, now), new Span("."));
    when.addClassName("muted");
    return when;
  }

  private static Component asApplied(boolean someAway) {
    return new Empty(
        VaadinIcon.CHECK_CIRCLE_O,
        "As it was applied",
        someAway
            ? "What could be seen is as it was set. Brokers that are away are not known."
            : "What Meshwork set on the brokers is as it was set. Changes by others appear here"
                + " within a minute.");
  }

  private static Component away(DriftDocument.AwayBroker away, Instant now) {
    return row(
        new Badge("away", Badge.Tone.BAD),
        new Span(away.broker() + " has not answered since"),
        Moments.ago(away.since(), now),
        new Span(away.reason()));
  }

  private static Component line(DriftDocument.DriftedResource resource) {
    Div line =
        new Div(
            row(
                new Badge(resource.finding().name().toLowerCase(Locale.ROOT), tone(resource)),
                new Span(resource.resource()),
                new Span("on " + resource.broker())));
    line.addClassName("line");
    for (PlanDocument.AttributeChange change : resource.changes()) {
      Div attribute =
          new Div(
              "%s: %s → %s"
                  .formatted(change.name(), value(change.before()), value(change.after())));
      attribute.addClassName("diff-attribute");
      line.add(attribute);
    }
    return line;
  }

  private static Badge.Tone tone(DriftDocument.DriftedResource resource) {
    return switch (resource.finding()) {
      case DELETED, REPLACED -> Badge.Tone.BAD;
      case CHANGED -> Badge.Tone.WAITING;
    };
  }

  private static String value(@Nullable String value) {
    return value == null ? "(none)" : value;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassName("row");
    return row;
  }
}
