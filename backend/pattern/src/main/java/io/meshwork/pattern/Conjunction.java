package io.meshwork.pattern;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Conditions by path that hold together: one of the rules that a pattern's {@code $or} multiply
 * into. Paths are sorted, as the engine tries them.
 */
record Conjunction(SortedMap<String, List<Condition>> fields) {

  /** All of a pattern, which has at most {@link PatternLimits#combinations()}. */
  static List<Conjunction> of(PatternObject pattern) {
    return expand(pattern, "", List.of(new Conjunction(new TreeMap<>())));
  }

  private static List<Conjunction> expand(
      PatternObject object, String prefix, List<Conjunction> before) {
    List<Conjunction> all = before;
    for (Map.Entry<String, PatternNode> field : object.fields().entrySet()) {
      String path = prefix + field.getKey();
      all =
          switch (field.getValue()) {
            case PatternObject inner -> expand(inner, path + ".", all);
            case PatternNode.Conditions(List<Condition> anyOf) ->
                all.stream().map(each -> each.and(path, anyOf)).toList();
          };
    }
    for (List<PatternObject> group : object.alternatives()) {
      List<Conjunction> multiplied = new ArrayList<>();
      for (PatternObject branch : group) {
        multiplied.addAll(expand(branch, prefix, all));
      }
      all = multiplied;
    }
    return all;
  }

  private Conjunction and(String path, List<Condition> conditions) {
    SortedMap<String, List<Condition>> more = new TreeMap<>(fields);
    more.put(path, conditions);
    return new Conjunction(more);
  }
}
