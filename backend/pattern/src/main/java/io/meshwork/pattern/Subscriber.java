package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSelector;
import java.util.Set;

/**
 * One statement of who wants what.
 *
 * @param place stands for whoever it is
 * @param exact event types by name
 * @param selectors families of event types
 */
record Subscriber(
    int place, Set<EventTypeName> exact, Set<EventTypeSelector> selectors, FilterUnion filter) {
  boolean asksFor(EventTypeName type) {
    return exact.contains(type) || selects(type);
  }

  boolean selects(EventTypeName type) {
    return selectors.stream().anyMatch(selector -> selector.matches(type));
  }
}
