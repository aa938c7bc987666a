package io.meshwork.pattern;

import io.meshwork.model.pattern.Condition;
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
      if (isUnder(name, top)) {
        return true;
      }
    }
    return branches(object).stream().anyMatch(branch -> anyUnder(branch, top));
  }

  /** Whether the path is the field named, or lies inside it. */
  static boolean isUnder(String path, String top) {
    return path.equals(top) || path.startsWith(top + ".");
  }

  /** Adds every step of every field's path. */
  static void collectSteps(PatternObject object, Set<String> steps) {
    for (Map.Entry<String, PatternNode> field : object.fields().entrySet()) {
      steps.addAll(List.of(field.getKey().split("\\.", -1)));
      steps.add(field.getKey());
      if (field.getValue() instanceof PatternObject inner) {
        collectSteps(inner, steps);
      }
    }
    branches(object).forEach(branch -> collectSteps(branch, steps));
  }

  /** How many conditions on fields it has, over all alternatives. */
  static int count(PatternObject object) {
    int count = 0;
    for (PatternNode node : object.fields().values()) {
      count += node instanceof PatternObject inner ? count(inner) : 1;
    }
    return count + branches(object).stream().mapToInt(PatternFields::count).sum();
  }

  /** Whether some condition makes the engine read texts as IP addresses. */
  static boolean readsAddresses(PatternObject object) {
    for (PatternNode node : object.fields().values()) {
      boolean reads =
          switch (node) {
            case PatternObject inner -> readsAddresses(inner);
            case PatternNode.Conditions(List<Condition> anyOf) ->
                anyOf.stream().anyMatch(PatternFields::readsAddress);
          };
      if (reads) {
        return true;
      }
    }
    return branches(object).stream().anyMatch(PatternFields::readsAddresses);
  }

  private static boolean readsAddress(Condition condition) {
    return condition instanceof Condition.Cidr
        || (condition instanceof Condition.Equal(Condition.Scalar.Text(String text))
            && Addresses.parse(text) != null);
  }

  private static List<PatternObject> branches(PatternObject object) {
    return object.alternatives().stream().flatMap(List::stream).toList();
  }
}
