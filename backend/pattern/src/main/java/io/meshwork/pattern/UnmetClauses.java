package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which clauses of a pattern an event does not meet, each tried by itself by the engine that
 * matches. Tells the pattern's own words, never a value of the event.
 */
public final class UnmetClauses {
  private final EventTypeName eventType;
  private final Event event;
  private final List<String> unmet = new ArrayList<>();

  private UnmetClauses(EventTypeName eventType, Event event) {
    this.eventType = eventType;
    this.event = event;
  }

  /**
   * The clauses that keep the event back, in the pattern's order; empty exactly when it matches.
   *
   * @param eventType of the channel that the event lies in
   */
  public static List<String> of(EventPattern pattern, EventTypeName eventType, Event event) {
    UnmetClauses clauses = new UnmetClauses(eventType, event);
    MatchResult<Boolean> whole = clauses.match(pattern.root());
    if (!whole.isEmpty()) {
      return List.of();
    }
    clauses.collect(pattern.root(), List.of());
    if (clauses.unmet.isEmpty()) {
      clauses.unmet.add(
          "no one element of an array meets together: " + EventPatterns.print(pattern));
    }
    if (whole.dataUnreadable()) {
      clauses.unmet.add("data: the payload is not JSON, so no condition on it is met");
    }
    return List.copyOf(clauses.unmet);
  }

  /**
   * Whether the pattern cannot be decided on: the payload is not JSON, and everything that is asked
   * beside it is met.
   */
  public static boolean isUndecided(EventPattern pattern, EventTypeName eventType, Event event) {
    return !new UnmetClauses(eventType, event).match(pattern.root()).undecided().isEmpty();
  }

  private void collect(PatternObject object, List<String> path) {
    object
        .fields()
        .forEach(
            (name, node) -> {
              List<String> deeper = new ArrayList<>(path);
              deeper.add(name);
              switch (node) {
                case PatternObject inner -> collect(inner, deeper);
                case PatternNode.Conditions conditions -> tryOne(conditions, deeper);
              }
            });
    for (List<PatternObject> group : object.alternatives()) {
      PatternObject alone = new PatternObject(Map.of(), List.of(group));
      if (match(within(alone, path)).isEmpty()) {
        String where = path.isEmpty() ? "" : String.join(".", path) + ": ";
        unmet.add(where + "none of " + PatternWriter.write(alone));
      }
    }
  }

  private void tryOne(PatternNode.Conditions conditions, List<String> path) {
    String name = path.getLast();
    PatternObject leaf = new PatternObject(Map.of(name, conditions), List.of());
    if (match(within(leaf, path.subList(0, path.size() - 1))).isEmpty()) {
      String written = PatternWriter.write(leaf);
      String asked = written.substring(written.indexOf(":[") + 1, written.length() - 1);
      unmet.add(String.join(".", path) + ": " + asked);
    }
  }

  private static PatternObject within(PatternObject leaf, List<String> path) {
    PatternObject whole = leaf;
    for (String step : path.reversed()) {
      Map<String, PatternNode> fields = new LinkedHashMap<>();
      fields.put(step, whole);
      whole = new PatternObject(fields, List.of());
    }
    return whole;
  }

  private MatchResult<Boolean> match(PatternObject pattern) {
    MatcherIndex.Builder<Boolean> index = MatcherIndex.builder();
    EventPattern alone = new EventPattern(new JsonText(PatternWriter.write(pattern)), pattern);
    index.addExact(Boolean.TRUE, List.of(eventType), FilterUnion.none().with(alone));
    return index.build().match(EventView.of(eventType, event));
  }
}
