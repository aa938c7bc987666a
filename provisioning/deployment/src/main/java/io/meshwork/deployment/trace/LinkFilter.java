package io.meshwork.deployment.trace;

import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.UnmetClauses;
import io.meshwork.planner.Demand;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a link's filter says of an event, and in which words. */
final class LinkFilter {
  private static final int MOST_TOLD = 20;

  private LinkFilter() {}

  /** The clauses that no filter behind the link gets along with; empty exactly when it passes. */
  static List<String> unmet(DesiredLink link, Event event) {
    List<String> all = new ArrayList<>();
    for (JsonText filter : link.filters()) {
      List<String> clauses = unmet(link, filter, event);
      if (clauses.isEmpty()) {
        return List.of();
      }
      clauses.stream().filter(each -> !all.contains(each)).forEach(all::add);
    }
    return all.size() <= MOST_TOLD ? all : all.subList(0, MOST_TOLD);
  }

  /** Whether the link keeps the event as a dead letter, as its filter cannot read the payload. */
  static boolean buries(DesiredLink link, Event event) {
    return link.kind() == LinkKind.DELIVERY
        && link.deadLetters() != null
        && link.filters().stream().anyMatch(filter -> isUndecided(link, filter, event));
  }

  /** The same of one subscription's demand of the link. */
  static List<String> unmet(DesiredLink link, @Nullable Demand demand, Event event) {
    JsonText filter = demand == null ? null : demand.filter();
    return filter == null ? List.of() : unmet(link, filter, event);
  }

  private static List<String> unmet(DesiredLink link, JsonText filter, Event event) {
    boolean held = link.kind() == LinkKind.DELIVERY && link.deadLetters() == null;
    if (!held && isUndecided(link, filter, event)) {
      return List.of();
    }
    return UnmetClauses.of(EventPatterns.parse(filter.value()), link.eventType(), event);
  }

  private static boolean isUndecided(DesiredLink link, JsonText filter, Event event) {
    return UnmetClauses.isUndecided(EventPatterns.parse(filter.value()), link.eventType(), event);
  }
}
