package io.meshwork.console.subscription;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import io.meshwork.controlplane.catalog.SubscriptionStatus.State;
import java.util.List;
import java.util.Locale;

/** The way of a subscription from asking to getting, and where it stands on it. */
final class Progress extends OrderedList {
  private static final long serialVersionUID = 1L;
  private static final List<State> WAY =
      List.of(State.REQUESTED, State.APPROVED, State.PROVISIONING, State.ACTIVE);

  Progress(State state) {
    addClassName("progress");
    getElement().setAttribute("aria-label", "From asking to getting");
    int reached = reached(state);
    for (int i = 0; i < WAY.size(); i++) {
      Span dot = new Span();
      dot.addClassName("progress-dot");
      dot.getElement().setAttribute("aria-hidden", "true");
      ListItem step = new ListItem(dot, new Span(WAY.get(i).name().toLowerCase(Locale.ROOT)));
      boolean here = i == reached;
      step.addClassName(i < reached ? "progress-done" : here ? "progress-here" : "progress-ahead");
      if (here && state == State.ACTIVE) {
        step.setClassName("progress-done");
      }
      if (here) {
        step.getElement().setAttribute("aria-current", "step");
      }
      if (here && state == State.FAILED) {
        step.setClassName("progress-failed");
      }
      add(step);
    }
  }

  private static int reached(State state) {
    return switch (state) {
      case REQUESTED -> 0;
      case APPROVED -> 1;
      case PROVISIONING, FAILED -> 2;
      case ACTIVE, PAUSED -> 3;
      case RETIRED -> -1;
    };
  }
}
