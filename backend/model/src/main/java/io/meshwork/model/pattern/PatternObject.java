package io.meshwork.model.pattern;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every field matches, and of each group of alternatives ({@code $or}) at least one does.
 *
 * @param fields by name, in the order written
 * @param alternatives one list a {@code $or}
 */
public record PatternObject(Map<String, PatternNode> fields, List<List<PatternObject>> alternatives)
    implements PatternNode {
  /** Copies, keeping the order. */
  public PatternObject {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }
}
