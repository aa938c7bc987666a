package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan in a line: where it stands, how much it does, what it is about. */
public final class PlanLine {
  private PlanLine() {}

  /** Where it stands. */
  public static Badge of(PlanDocument.State state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case READY -> Badge.Tone.WAITING;
          case BLOCKED -> Badge.Tone.BAD;
          case APPLIED -> Badge.Tone.GOOD;
          case EMPTY, STALE -> Badge.Tone.PLAIN;
        });
  }

  /** What it is about. */
  public static String about(PlanScope scope) {
    List<PlanScope.ResourceRef> resources = scope.resources();
    if (scope.team() != null) {
      return "team " + scope.team();
    }
    return resources == null
        ? "the whole mesh"
        : resources.stream()
            .map(ref -> ref.kind() + " " + ref.name())
            .collect(Collectors.joining(", "));
  }

  /** How much it does. */
  public static String changes(PlanDocument plan) {
    int actions = plan.actions().size();
    String words = actions == 1 ? "1 change" : actions + " changes";
    if (plan.blocked().isEmpty()) {
      return words;
    }
    String blocked = plan.blocked().size() + " blocked";
    return actions == 0 ? blocked : words + ", " + blocked;
  }

  /** In one line, with a way to it. */
  public static Component line(PlanDocument plan, Instant now) {
    Anchor link = new Anchor("provisioning/plans/" + plan.id(), changes(plan));
    link.addClassName("list-link");
    Div row =
        new Div(
            of(plan.state()),
            link,
            new Span("for " + about(plan.scope())),
            muted("by " + plan.createdBy()),
            Moments.ago(plan.createdAt(), now));
    row.addClassNames("row", "line");
    return row;
  }

  private static Span muted(String text) {
    Span span = new Span(text);
    span.addClassName("muted");
    return span;
  }
}
