package io.meshwork.pattern;

import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields a pattern looks at. Names are joined by dots, as the engine joins them. */
final class PatternFields {
  private PatternFields() {}

  /** Whether a field is the one named, or lies inside it. */
  static boolean anyUnder(PatternObject object, String top) {
    for (String name : object.fields().keySet()) {
      if (name.equals(top) || name.startsWith(top + ".")) {
        return true;
      }
    }
    return object.alternatives().stream()
        .flatMap(List::stream)
        .anyMatch(branch -> anyUnder(branch, top));
  }

  /** Adds every step of every field's path. */
  static void collectSteps(PatternObject object, Set<String> steps) {
    for (Map.Entry<String, PatternNode> field : object.fields().entrySet()) {
      steps.addAll(List.of(field.getKey().split("\\.", -1)));
      if (field.getValue() instanceof PatternObject inner) {
        collectSteps(inner, steps);
      }
    }
    for (List<PatternObject> group : object.alternatives()) {
      group.forEach(branch -> collectSteps(branch, steps));
    }
  }
}
