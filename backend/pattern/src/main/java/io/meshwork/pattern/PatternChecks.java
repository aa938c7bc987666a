package io.meshwork.pattern;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.JsonRuleCompiler;

/** What is asked of a pattern as a whole. Cheap checks come first: the last ones expand it. */
final class PatternChecks {
  private PatternChecks() {}

  static void check(PatternObject root, PatternLimits limits) {
    long combinations = combinations(root, limits.combinations());
    if (combinations > limits.combinations()) {
      throw exceeded(
          "Its $or alternatives multiply out to more than %d combinations. Split the pattern, or merge alternatives into one list of values."
              .formatted(limits.combinations()));
    }
    int wildcards = wildcards(root);
    if (wildcards > limits.wildcards()) {
      throw exceeded(
          "It has %d wildcard stars; at most %d are allowed. Use prefix or suffix where a star stands at an end."
              .formatted(wildcards, limits.wildcards()));
    }
    int fields = paths(root, "", new HashSet<>()).size();
    if (fields > limits.fields()) {
      throw exceeded(
          "It constrains %d fields; at most %d are allowed.".formatted(fields, limits.fields()));
    }
    String json = PatternWriter.write(root);
    String refused = JsonRuleCompiler.check(json, false);
    if (refused != null) {
      String message = "Pattern: %s.".formatted(PatternTokens.sentence(refused));
      throw new MeshException(
          PatternError.INVALID_PATTERN, message, List.of(new Violation("", message)));
    }
    if (wildcards > 0) {
      int complexity = Engine.complexity(root, limits.complexity() + 1);
      if (complexity > limits.complexity()) {
        throw exceeded(
            "Its wildcards keep more than %d paths open at once. Use fewer stars, or fewer repeated characters after a star."
                .formatted(limits.complexity()));
      }
    }
  }

  private static MeshException exceeded(String message) {
    return new MeshException(
        PatternError.PATTERN_LIMIT_EXCEEDED,
        "The pattern is too large. " + message,
        List.of(new Violation("", message)));
  }

  /** How many rules the engine makes of it, counted up to just above the limit. */
  private static long combinations(PatternObject object, int limit) {
    long product = 1;
    for (PatternNode node : object.fields().values()) {
      if (node instanceof PatternObject inner) {
        product = Math.min(limit + 1L, product * combinations(inner, limit));
      }
    }
    for (List<PatternObject> group : object.alternatives()) {
      long sum = group.stream().mapToLong(branch -> combinations(branch, limit)).sum();
      product = Math.min(limit + 1L, product * sum);
    }
    return product;
  }

  private static int wildcards(PatternObject object) {
    int stars = 0;
    for (PatternNode node : object.fields().values()) {
      stars +=
          switch (node) {
            case PatternObject inner -> wildcards(inner);
            case PatternNode.Conditions(List<Condition> anyOf) -> stars(anyOf);
          };
    }
    return stars
        + object.alternatives().stream()
            .flatMap(List::stream)
            .mapToInt(PatternChecks::wildcards)
            .sum();
  }

  private static int stars(List<Condition> conditions) {
    int stars = 0;
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Wildcard(String text)) {
        stars += (int) text.replaceAll("\\\\.", "").chars().filter(c -> c == '*').count();
      } else if (condition instanceof Condition.AnythingBut(List<Condition> excluded)) {
        stars += stars(excluded);
      }
    }
    return stars;
  }

  /**
   * The paths that hold together; those of all alternatives are counted, an upper bound. Refuses
   * one that is constrained twice, of which the engine would drop the first silently.
   */
  private static Set<String> paths(PatternObject object, String prefix, Set<String> outer) {
    Set<String> own = new HashSet<>();
    for (Map.Entry<String, PatternNode> field : object.fields().entrySet()) {
      String path = prefix + field.getKey();
      if (field.getValue() instanceof PatternObject inner) {
        Set<String> around = new HashSet<>(outer);
        around.addAll(own);
        own.addAll(paths(inner, path + ".", around));
      } else if (outer.contains(path) || !own.add(path)) {
        throw twice(path);
      }
    }
    for (List<PatternObject> group : object.alternatives()) {
      Set<String> around = new HashSet<>(outer);
      around.addAll(own);
      group.forEach(branch -> own.addAll(paths(branch, prefix, around)));
    }
    return own;
  }

  private static MeshException twice(String path) {
    String message =
        "Pattern: field '%s' is constrained twice, of which EventBridge would silently keep one. Put both into one list, or into separate $or alternatives."
            .formatted(path);
    return new MeshException(
        PatternError.INVALID_PATTERN, message, List.of(new Violation("", message)));
  }
}
