package io.meshwork.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwork.model.pattern.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event as values by path, each knowing in which element of which arrays it lies. Evaluates one
 * conjunction at a time, in time linear in the event for all but contrived patterns, where the
 * engine's is the product of all arrays' lengths.
 *
 * <p>Algorithm: fields are tried in the order of their paths, keeping the set of choices of array
 * elements under which all so far hold. A choice forgets arrays that no later field lies in, so
 * that sibling arrays never multiply.
 */
final class FlatEvent {
  /** A value and its array elements, by array. */
  private record Placed(FieldValue value, Map<Integer, Integer> elements) {}

  private final Map<String, List<Placed>> values = new HashMap<>();

  /** By what lies in the same array: in how many elements. */
  private final Map<String, Integer> choices = new HashMap<>();

  private int arrays;

  FlatEvent(ObjectNode event) {
    object("", event, Map.of());
  }

  private void object(String prefix, ObjectNode object, Map<Integer, Integer> elements) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      node(prefix + member.getKey(), member.getValue(), elements);
    }
  }

  private void node(String path, JsonNode node, Map<Integer, Integer> elements) {
    if (node instanceof ObjectNode inner) {
      object(path + ".", inner, elements);
    } else if (node.isArray()) {
      array(path, node, elements);
    } else {
      values
          .computeIfAbsent(path, p -> new ArrayList<>())
          .add(new Placed(new FieldValue(node.asText(), node.isTextual()), elements));
    }
  }

  private void array(String path, JsonNode array, Map<Integer, Integer> elements) {
    int id = arrays++;
    for (int i = 0; i < array.size(); i++) {
      JsonNode element = array.get(i);
      if (element.isContainerNode()) {
        choices.merge(path + ".", 1, Integer::sum);
        Map<Integer, Integer> inside = new HashMap<>(elements);
        inside.put(id, i);
        node(path, element, inside);
      } else {
        choices.merge(path, 1, Integer::sum);
        node(path, element, elements);
      }
    }
  }

  /**
   * How many combinations of array elements the engine may try for a rule of so many fields: the
   * product of the largest arrays.
   */
  double combinations(int fields) {
    return choices.values().stream()
        .sorted((a, b) -> Integer.compare(b, a))
        .limit(fields)
        .mapToDouble(Integer::doubleValue)
        .reduce(1, (a, b) -> a * b);
  }

  boolean matchesAny(Collection<Conjunction> conjunctions) {
    return conjunctions.stream().anyMatch(this::matches);
  }

  private boolean matches(Conjunction conjunction) {
    List<String> paths = List.copyOf(conjunction.fields().keySet());
    List<Set<Integer>> needed = arraysNeededAfter(paths);
    Set<Map<Integer, Integer>> open = Set.of(Map.of());
    for (int i = 0; i < paths.size() && !open.isEmpty(); i++) {
      open =
          step(
              paths.get(i),
              conjunction.fields().getOrDefault(paths.get(i), List.of()),
              open,
              needed.get(i));
    }
    return !open.isEmpty();
  }

  private List<Set<Integer>> arraysNeededAfter(List<String> paths) {
    List<Set<Integer>> needed = new ArrayList<>();
    Set<Integer> later = Set.of();
    for (String path : paths.reversed()) {
      needed.addFirst(later);
      Set<Integer> more = new HashSet<>(later);
      values.getOrDefault(path, List.of()).forEach(value -> more.addAll(value.elements().keySet()));
      later = more;
    }
    return needed;
  }

  private Set<Map<Integer, Integer>> step(
      String path,
      List<Condition> conditions,
      Set<Map<Integer, Integer>> open,
      Set<Integer> needed) {
    boolean absentWill = conditions.contains(new Condition.Exists(false));
    Candidates candidates = new Candidates(values.getOrDefault(path, List.of()));
    Map<FieldValue, Boolean> met = new HashMap<>();
    Set<Map<Integer, Integer>> next = new HashSet<>();
    for (Map<Integer, Integer> choice : open) {
      boolean present = false;
      for (Placed placed : candidates.near(choice)) {
        if (!consistent(choice, placed.elements())) {
          continue;
        }
        present = true;
        if (met.computeIfAbsent(placed.value(), value -> value.meetsAny(conditions))) {
          Map<Integer, Integer> merged = new HashMap<>(choice);
          merged.putAll(placed.elements());
          merged.keySet().retainAll(needed);
          next.add(merged);
        }
      }
      if (!present && absentWill) {
        Map<Integer, Integer> kept = new HashMap<>(choice);
        kept.keySet().retainAll(needed);
        next.add(kept);
      }
    }
    return next;
  }

  private static boolean consistent(Map<Integer, Integer> choice, Map<Integer, Integer> elements) {
    for (Map.Entry<Integer, Integer> element : elements.entrySet()) {
      Integer chosen = choice.get(element.getKey());
      if (chosen != null && !chosen.equals(element.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** The values of one path, found by the array element that they lie in. */
  private static final class Candidates {
    private final List<Placed> all;
    private final Map<Integer, Map<Integer, List<Placed>>> inside = new HashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();

    Candidates(List<Placed> all) {
      this.all = all;
      for (Placed placed : all) {
        placed
            .elements()
            .forEach(
                (array, element) -> {
                  counts.merge(array, 1, Integer::sum);
                  inside
                      .computeIfAbsent(array, a -> new HashMap<>())
                      .computeIfAbsent(element, e -> new ArrayList<>())
                      .add(placed);
                });
      }
    }

    /** All that may be consistent with the choice, few where one array holds them all. */
    List<Placed> near(Map<Integer, Integer> choice) {
      List<Placed> fewest = all;
      for (Map.Entry<Integer, Integer> chosen : choice.entrySet()) {
        Map<Integer, List<Placed>> elements = inside.get(chosen.getKey());
        if (elements != null && counts.getOrDefault(chosen.getKey(), 0) == all.size()) {
          List<Placed> here = elements.getOrDefault(chosen.getValue(), List.of());
          fewest = here.size() < fewest.size() ? here : fewest;
        }
      }
      return fewest;
    }
  }
}
