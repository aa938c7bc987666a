package io.meshwork.pattern;

import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Patterns in one engine, and for whom each stands; of patterns that read alike there is one. */
final class Rules<W> {
  private final List<List<W>> whom;
  private final Engine engine;
  private final boolean readsData;

  private Rules(Map<PatternObject, List<W>> rules) {
    this.whom = rules.values().stream().map(List::copyOf).toList();
    this.engine = Engine.of(List.copyOf(rules.keySet()));
    this.readsData = rules.keySet().stream().anyMatch(each -> PatternFields.anyUnder(each, "data"));
  }

  int size() {
    return whom.size();
  }

  boolean readsData() {
    return readsData;
  }

  /** Names all for whom a pattern stands that matches. */
  void match(EventTree.Seen event, Consumer<W> each) {
    Collection<Integer> matching = engine.match(event);
    for (int rule : matching) {
      whom.get(rule).forEach(each);
    }
  }

  /** Collects patterns. */
  static final class Builder<W> {
    private final Map<PatternObject, List<W>> rules = new LinkedHashMap<>();

    void add(PatternObject pattern, W who) {
      rules.computeIfAbsent(pattern, p -> new ArrayList<>(1)).add(who);
    }

    Rules<W> build() {
      return new Rules<>(rules);
    }
  }
}
