package io.meshwork.model.pattern;

import java.util.List;

/** What stands behind a field's name in a pattern. */
public sealed interface PatternNode permits PatternObject, PatternNode.Conditions {
  /** The field's value, or one element of it if it is an array, meets at least one condition. */
  record Conditions(List<Condition> anyOf) implements PatternNode {
    /** Copies the list. */
    public Conditions {
      anyOf = List.copyOf(anyOf);
    }
  }
}
