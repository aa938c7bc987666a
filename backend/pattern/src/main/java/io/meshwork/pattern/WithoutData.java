package io.meshwork.pattern;

import io.meshwork.model.JsonText;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pattern asks beside the payload. Invariant: whatever payload an event had, the rest
 * matches it where the whole pattern does.
 */
final class WithoutData {
  private static final String DATA = "data";

  private WithoutData() {}

  /** The union of the rests: what could match, were the payloads others. */
  static FilterUnion of(FilterUnion union) {
    if (union.isAll()) {
      return union;
    }
    FilterUnion rests = FilterUnion.none();
    for (EventPattern pattern : union.patterns()) {
      rests = rests.with(of(pattern).orElse(null));
    }
    return rests;
  }

  /** Empty: it asks nothing but of the payload. */
  private static Optional<EventPattern> of(EventPattern pattern) {
    PatternObject rest = of(pattern.root());
    return KnownType.matchesAll(rest)
        ? Optional.empty()
        : Optional.of(new EventPattern(new JsonText(PatternWriter.write(rest)), rest));
  }

  private static PatternObject of(PatternObject object) {
    Map<String, PatternNode> fields = new LinkedHashMap<>(object.fields());
    fields.keySet().removeIf(name -> PatternFields.isUnder(name, DATA));
    List<List<PatternObject>> groups = new ArrayList<>();
    for (List<PatternObject> group : object.alternatives()) {
      List<PatternObject> rests = group.stream().map(WithoutData::of).toList();
      if (rests.stream().noneMatch(KnownType::matchesAll)) {
        groups.add(rests);
      }
    }
    return new PatternObject(fields, groups);
  }
}
