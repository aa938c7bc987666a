package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import io.meshwork.transport.spi.PushDown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the mesh's filters, which ask of CloudEvents, into patterns of EventBridge's rules,
 * which ask of its events. Invariant: an event that the filter takes is taken by at least one of
 * the patterns; the other way round too where the answer is exact. Equal filters give equal texts.
 *
 * @param characters the longest pattern, of the account
 * @param rules into how many rules a filter may be split that is longer
 */
record PatternTranslator(int characters, int rules) {
  /** For accounts that never asked for more. */
  static final PatternTranslator BY_DEFAULT =
      new PatternTranslator((int) Quota.PATTERN_SIZE.byDefault(), 8);

  RulePattern translate(EventPattern pattern, Origin origin) {
    Widening widening = new Widening(origin);
    List<String> reasons = widening.reasons();
    @Nullable PatternObject kept = widening.keep(pattern.root());
    List<String> texts = List.of();
    while (kept != null && texts.isEmpty()) {
      PatternObject rule = Relocation.of(kept, origin);
      texts = split(rule);
      if (texts.isEmpty()) {
        if (reasons.stream().noneMatch(each -> each.contains(Quota.PATTERN_SIZE.title()))) {
          reasons.add(
              Quota.PATTERN_SIZE.broken(
                  "The pattern of its rule", RuleJson.write(rule).length(), characters));
        }
        kept = RuleSplit.withoutLongest(kept);
      }
    }
    if (texts.isEmpty()) {
      return answer(PushDown.NONE, List.of(RulePattern.EVERYTHING), pattern, reasons);
    }
    return reasons.isEmpty()
        ? new RulePattern(PushDown.EXACT, texts, Optional.empty(), reasons)
        : answer(PushDown.SUPERSET, texts, pattern, reasons);
  }

  private static RulePattern answer(
      PushDown pushDown, List<String> texts, EventPattern left, List<String> reasons) {
    return new RulePattern(
        pushDown, texts, Optional.of(left), reasons.stream().distinct().toList());
  }

  /** The texts of rules that take together what one would; empty: there would be too many. */
  private List<String> split(PatternObject rule) {
    List<String> texts = new ArrayList<>();
    List<PatternObject> open = new ArrayList<>(List.of(rule));
    while (!open.isEmpty()) {
      PatternObject next = open.removeFirst();
      String text = RuleJson.write(next);
      if (text.length() <= characters) {
        texts.add(text);
        continue;
      }
      List<PatternObject> halves = RuleSplit.halves(next);
      if (halves.isEmpty() || texts.size() + open.size() + halves.size() > rules) {
        return List.of();
      }
      open.addAll(0, halves);
    }
    return texts.stream().distinct().sorted().toList();
  }
}
