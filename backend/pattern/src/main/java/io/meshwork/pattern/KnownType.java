package io.meshwork.pattern;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of a pattern for events whose {@code type} is known. Invariant: for such an event
 * the rest matches exactly when the whole pattern does.
 */
final class KnownType {
  private static final String TYPE = "type";

  private KnownType() {}

  /** Empty: it cannot match. A pattern without fields: it matches all. */
  static Optional<PatternObject> resolve(PatternObject pattern, String type) {
    if (!PatternFields.anyUnder(pattern, TYPE)) {
      return Optional.of(pattern);
    }
    Map<String, PatternNode> fields = new LinkedHashMap<>(pattern.fields());
    if (fields.get(TYPE) instanceof PatternNode.Conditions(List<Condition> anyOf)) {
      if (!new FieldValue(type, true).meetsAny(anyOf)) {
        return Optional.empty();
      }
      fields.remove(TYPE);
    }
    PatternObject rest = new PatternObject(fields, List.of());
    for (List<PatternObject> group : pattern.alternatives()) {
      List<PatternObject> branches = new ArrayList<>();
      for (PatternObject branch : group) {
        resolve(branch, type).ifPresent(branches::add);
      }
      if (branches.isEmpty()) {
        return Optional.empty();
      }
      if (branches.stream().noneMatch(KnownType::matchesAll)) {
        rest = branches.size() == 1 ? both(rest, branches.getFirst()) : either(rest, branches);
      }
    }
    return Optional.of(rest);
  }

  /** Whether nothing is asked. */
  static boolean matchesAll(PatternObject pattern) {
    return pattern.fields().isEmpty() && pattern.alternatives().isEmpty();
  }

  private static PatternObject either(PatternObject rest, List<PatternObject> branches) {
    List<List<PatternObject>> alternatives = new ArrayList<>(rest.alternatives());
    alternatives.add(branches);
    return new PatternObject(rest.fields(), alternatives);
  }

  /** Both hold. No path is in both, as the reader refuses fields that are constrained twice. */
  private static PatternObject both(PatternObject one, PatternObject other) {
    Map<String, PatternNode> fields = new LinkedHashMap<>(one.fields());
    other.fields().forEach((name, node) -> fields.merge(name, node, KnownType::bothNodes));
    List<List<PatternObject>> alternatives = new ArrayList<>(one.alternatives());
    alternatives.addAll(other.alternatives());
    return new PatternObject(fields, alternatives);
  }

  private static PatternNode bothNodes(PatternNode one, PatternNode other) {
    return one instanceof PatternObject a && other instanceof PatternObject b ? both(a, b) : other;
  }
}
