package io.meshwork.pattern;

import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The subscribers of one event type, for events that show one {@code type}.
 *
 * @param always who gets every event, by order
 * @param filtered who gets what a pattern matches, by the pattern; of patterns that read alike
 *     there is one
 */
record Bucket<T>(
    TreeMap<Integer, T> always,
    Map<PatternObject, TreeMap<Integer, T>> filtered,
    Engine<PatternObject> engine,
    MatchResult<T> unfiltered,
    boolean readsData) {

  static <T> Bucket<T> of(List<MatcherIndex.Subscriber<T>> asking, String type) {
    TreeMap<Integer, T> always = new TreeMap<>();
    Map<PatternObject, TreeMap<Integer, T>> filtered = new LinkedHashMap<>();
    for (MatcherIndex.Subscriber<T> subscriber : asking) {
      if (subscriber.filter().isAll()) {
        always.put(subscriber.order(), subscriber.who());
        continue;
      }
      for (EventPattern pattern : subscriber.filter().patterns()) {
        Optional<PatternObject> left = KnownType.resolve(pattern.root(), type);
        if (left.isEmpty()) {
          continue;
        }
        if (left.get().fields().isEmpty() && left.get().alternatives().isEmpty()) {
          always.put(subscriber.order(), subscriber.who());
        } else {
          filtered
              .computeIfAbsent(left.get(), p -> new TreeMap<>())
              .put(subscriber.order(), subscriber.who());
        }
      }
    }
    Map<PatternObject, PatternObject> rules = new HashMap<>();
    filtered.keySet().forEach(pattern -> rules.put(pattern, pattern));
    boolean readsData =
        filtered.keySet().stream().anyMatch(pattern -> PatternFields.anyUnder(pattern, "data"));
    return new Bucket<>(
        always, filtered, Engine.of(rules), new MatchResult<>(distinct(always), false), readsData);
  }

  MatchResult<T> match(EventView event, EventTree trees) {
    if (filtered.isEmpty()) {
      return unfiltered;
    }
    EventTree.Seen seen = trees.of(event, readsData);
    TreeMap<Integer, T> matching = new TreeMap<>(always);
    for (PatternObject pattern : engine.match(seen.tree())) {
      matching.putAll(filtered.getOrDefault(pattern, new TreeMap<>()));
    }
    return new MatchResult<>(distinct(matching), seen.dataUnreadable());
  }

  private static <T> List<T> distinct(TreeMap<Integer, T> matching) {
    return new ArrayList<>(new java.util.LinkedHashSet<>(matching.values()));
  }
}
