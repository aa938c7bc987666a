package io.meshwork.pattern;

import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one event type, for events that show one {@code type}. Each has a place; of
 * patterns that read alike there is one rule.
 */
final class Bucket<T> {
  private final List<T> places;
  private final BitSet always;
  private final List<BitSet> byRule;
  private final Engine engine;
  private final boolean readsData;
  private final MatchResult<T> withoutRules;

  private Bucket(List<T> places, BitSet always, Map<PatternObject, BitSet> rules) {
    this.places = places;
    this.always = always;
    this.byRule = List.copyOf(rules.values());
    this.engine = Engine.of(List.copyOf(rules.keySet()));
    this.readsData = rules.keySet().stream().anyMatch(each -> PatternFields.anyUnder(each, "data"));
    this.withoutRules = new MatchResult<>(at(always), false);
  }

  /**
   * A bucket of those who ask for an event type.
   *
   * @param asking in the order in which results name them
   * @param type what the events show as {@code type}; {@code null}: anything
   */
  static <T> Bucket<T> of(List<MatcherIndex.Subscriber<T>> asking, @Nullable String type) {
    Map<T, Integer> places = new LinkedHashMap<>();
    BitSet always = new BitSet();
    Map<PatternObject, BitSet> rules = new LinkedHashMap<>();
    for (MatcherIndex.Subscriber<T> subscriber : asking) {
      int place = places.computeIfAbsent(subscriber.who(), who -> places.size());
      if (subscriber.filter().isAll()) {
        always.set(place);
      }
      for (EventPattern pattern : subscriber.filter().patterns()) {
        Optional<PatternObject> left =
            type == null ? Optional.of(pattern.root()) : KnownType.resolve(pattern.root(), type);
        left.filter(KnownType::matchesAll).ifPresent(all -> always.set(place));
        left.filter(some -> !KnownType.matchesAll(some))
            .ifPresent(some -> rules.computeIfAbsent(some, r -> new BitSet()).set(place));
      }
    }
    rules.values().forEach(who -> who.andNot(always));
    rules.values().removeIf(BitSet::isEmpty);
    return new Bucket<>(List.copyOf(places.keySet()), always, rules);
  }

  MatchResult<T> match(EventView event, EventTree trees) {
    if (byRule.isEmpty()) {
      return withoutRules;
    }
    EventTree.Seen seen = trees.of(event, readsData);
    BitSet matching = null;
    for (int rule : engine.match(seen)) {
      matching = matching == null ? (BitSet) always.clone() : matching;
      matching.or(byRule.get(rule));
    }
    if (matching == null && !seen.dataUnreadable()) {
      return withoutRules;
    }
    return new MatchResult<>(at(matching == null ? always : matching), seen.dataUnreadable());
  }

  private List<T> at(BitSet chosen) {
    List<T> who = new ArrayList<>(chosen.cardinality());
    chosen.stream().forEach(place -> who.add(places.get(place)));
    return who;
  }
}
