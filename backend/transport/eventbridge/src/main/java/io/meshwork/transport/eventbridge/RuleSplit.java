package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternNode.Conditions;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes smaller patterns of one that is too long. A field's list means any of its conditions, and
 * so does {@code $or}; both halves of such a list together mean the whole.
 */
final class RuleSplit {
  private RuleSplit() {}

  /** A part of a pattern that can be put in place of one of its own, and how long it is. */
  private record Place<T>(T what, int length, Function<@Nullable T, PatternObject> replaced) {}

  /** Two patterns that match together what the one does; empty: there is no list to halve. */
  static List<PatternObject> halves(PatternObject pattern) {
    Place<Conditions> list = longest(lists(pattern), 2);
    Place<List<PatternObject>> group = longestGroup(groups(pattern));
    if (list == null && group == null) {
      return List.of();
    }
    List<PatternObject> halves =
        list != null && (group == null || list.length() >= group.length())
            ? halves(list.what().anyOf(), half -> list.replaced().apply(new Conditions(half)))
            : halves(Objects.requireNonNull(group).what(), half -> group.replaced().apply(half));
    return halves.stream().allMatch(RuleSplit::canBeWritten) ? halves : List.of();
  }

  private static <E> List<PatternObject> halves(
      List<E> all, Function<List<E>, PatternObject> replaced) {
    int half = all.size() / 2;
    return List.of(
        replaced.apply(all.subList(0, half)), replaced.apply(all.subList(half, all.size())));
  }

  /** Whether no object has two groups of alternatives, for which JSON has one name only. */
  private static boolean canBeWritten(PatternObject object) {
    return object.alternatives().size() < 2
        && object.fields().values().stream()
            .allMatch(node -> !(node instanceof PatternObject inner) || canBeWritten(inner))
        && object.alternatives().stream().flatMap(List::stream).allMatch(RuleSplit::canBeWritten);
  }

  /** A wider pattern: without its longest field or {@code $or}; {@code null}: nothing is left. */
  static @Nullable PatternObject withoutLongest(PatternObject pattern) {
    Place<Conditions> list = longest(lists(pattern), 1);
    Place<List<PatternObject>> group = longestGroup(groups(pattern));
    PatternObject rest;
    if (group != null && (list == null || group.length() > list.length())) {
      rest = group.replaced().apply(null);
    } else if (list != null) {
      rest = list.replaced().apply(null);
    } else {
      return null;
    }
    return isEmpty(rest) ? null : rest;
  }

  private static @Nullable Place<Conditions> longest(List<Place<Conditions>> places, int atLeast) {
    Place<Conditions> longest = null;
    for (Place<Conditions> place : places) {
      if (place.what().anyOf().size() >= atLeast
          && (longest == null || place.length() > longest.length())) {
        longest = place;
      }
    }
    return longest;
  }

  private static @Nullable Place<List<PatternObject>> longestGroup(
      List<Place<List<PatternObject>>> places) {
    Place<List<PatternObject>> longest = null;
    for (Place<List<PatternObject>> place : places) {
      if (longest == null || place.length() > longest.length()) {
        longest = place;
      }
    }
    return longest;
  }

  /** All lists of conditions outside {@code $or}: those inside go with their branch. */
  private static List<Place<Conditions>> lists(PatternObject object) {
    List<Place<Conditions>> places = new ArrayList<>();
    object
        .fields()
        .forEach(
            (name, node) -> {
              switch (node) {
                case Conditions conditions ->
                    places.add(
                        new Place<>(
                            conditions,
                            RuleJson.length(conditions),
                            other -> with(object, name, other)));
                case PatternObject inner ->
                    lists(inner)
                        .forEach(
                            place ->
                                places.add(
                                    new Place<>(
                                        place.what(),
                                        place.length(),
                                        other ->
                                            with(object, name, place.replaced().apply(other)))));
              }
            });
    return places;
  }

  private static List<Place<List<PatternObject>>> groups(PatternObject object) {
    List<Place<List<PatternObject>>> places = new ArrayList<>();
    for (List<PatternObject> group : object.alternatives()) {
      int length = group.stream().mapToInt(RuleJson::length).sum();
      places.add(new Place<>(group, length, other -> withGroup(object, group, other)));
    }
    object
        .fields()
        .forEach(
            (name, node) -> {
              if (node instanceof PatternObject inner) {
                groups(inner)
                    .forEach(
                        place ->
                            places.add(
                                new Place<>(
                                    place.what(),
                                    place.length(),
                                    other -> with(object, name, place.replaced().apply(other)))));
              }
            });
    return places;
  }

  private static PatternObject with(
      PatternObject object, String name, @Nullable PatternNode other) {
    Map<String, PatternNode> fields = new LinkedHashMap<>(object.fields());
    if (other == null || (other instanceof PatternObject inner && isEmpty(inner))) {
      fields.remove(name);
    } else {
      fields.put(name, other);
    }
    return new PatternObject(fields, object.alternatives());
  }

  private static PatternObject withGroup(
      PatternObject object, List<PatternObject> group, @Nullable List<PatternObject> other) {
    List<List<PatternObject>> alternatives = new ArrayList<>(object.alternatives());
    alternatives.remove(group);
    if (other == null) {
      return new PatternObject(object.fields(), alternatives);
    }
    if (other.size() > 1) {
      alternatives.add(other);
      return new PatternObject(object.fields(), alternatives);
    }
    return both(new PatternObject(object.fields(), alternatives), other.getFirst());
  }

  /** Both hold. No list of conditions is in both, as a pattern constrains no field twice. */
  private static PatternObject both(PatternObject one, PatternObject other) {
    Map<String, PatternNode> fields = new LinkedHashMap<>(one.fields());
    other
        .fields()
        .forEach(
            (name, node) ->
                fields.merge(
                    name,
                    node,
                    (mine, theirs) ->
                        mine instanceof PatternObject a && theirs instanceof PatternObject b
                            ? both(a, b)
                            : theirs));
    List<List<PatternObject>> alternatives = new ArrayList<>(one.alternatives());
    alternatives.addAll(other.alternatives());
    return new PatternObject(fields, alternatives);
  }

  private static boolean isEmpty(PatternObject object) {
    return object.fields().isEmpty() && object.alternatives().isEmpty();
  }
}
