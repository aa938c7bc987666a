package io.meshwork.pattern;

import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for one event type, for events that show one {@code type}. Large families of subscribers
 * have their rules in one engine that all buckets share.
 */
final class Bucket<T> {
  private final List<T> who;
  private final BitSet always = new BitSet();
  private final List<Rules<Integer>> parts;
  private final int ownRules;
  private final boolean readsData;
  private final MatchResult<T> withoutRules;

  /**
   * A bucket.
   *
   * @param who by place
   * @param asking whose rules are made here
   * @param type what the events show as the event type; {@code null}: anything
   * @param shared further rules
   */
  Bucket(List<T> who, List<Subscriber> asking, @Nullable String type, List<Family> shared) {
    this.who = who;
    Rules.Builder<Integer> own = new Rules.Builder<>();
    for (Subscriber subscriber : asking) {
      add(subscriber, type, own);
    }
    this.parts = new ArrayList<>();
    for (Family family : shared) {
      for (Subscriber subscriber : family.typed()) {
        add(subscriber, type, own);
      }
      always.or(family.always());
      parts.add(family.untyped());
    }
    parts.add(own.build());
    this.ownRules = parts.getLast().size();
    parts.removeIf(rules -> rules.size() == 0);
    this.readsData = parts.stream().anyMatch(Rules::readsData);
    this.withoutRules = new MatchResult<>(at(always), false);
  }

  private void add(Subscriber subscriber, @Nullable String type, Rules.Builder<Integer> own) {
    if (subscriber.filter().isAll()) {
      always.set(subscriber.place());
    }
    for (EventPattern pattern : subscriber.filter().patterns()) {
      Optional<PatternObject> left =
          type == null ? Optional.of(pattern.root()) : KnownType.resolve(pattern.root(), type);
      if (left.isEmpty()) {
        continue;
      }
      if (KnownType.matchesAll(left.get())) {
        always.set(subscriber.place());
      } else {
        own.add(left.get(), subscriber.place());
      }
    }
  }

  /** How many rules it keeps for itself. */
  int ownRules() {
    return ownRules;
  }

  MatchResult<T> match(EventView event, EventTree trees) {
    if (parts.isEmpty()) {
      return withoutRules;
    }
    EventTree.Seen seen = trees.of(event, readsData);
    BitSet matching = new BitSet();
    for (Rules<Integer> part : parts) {
      part.match(seen, matching::set);
    }
    if (matching.isEmpty() && !seen.dataUnreadable()) {
      return withoutRules;
    }
    matching.or(always);
    return new MatchResult<>(at(matching), seen.dataUnreadable());
  }

  private List<T> at(BitSet chosen) {
    List<T> all = new ArrayList<>();
    chosen.stream().forEach(place -> all.add(who.get(place)));
    return all;
  }
}
