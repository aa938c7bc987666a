package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.EventPattern;
import io.meshwork.transport.spi.PushDown;
import java.util.List;
import java.util.Optional;

/**
 * How EventBridge's rules evaluate a filter of the mesh.
 *
 * @param pushDown how much of it
 * @param patterns those of one or more rules, which together take what they take: canonical JSON,
 *     keys sorted, no blanks. Never empty
 * @param left what the relay evaluates again; empty when exact
 * @param reasons why it is not exact, a sentence each
 */
record RulePattern(
    PushDown pushDown, List<String> patterns, Optional<EventPattern> left, List<String> reasons) {
  /** Takes every event. */
  static final String EVERYTHING = "{\"source\":[{\"prefix\":\"\"}]}";

  /** Copies. */
  RulePattern {
    patterns = List.copyOf(patterns);
    reasons = List.copyOf(reasons);
  }

  /** How many of the rules count for the quota of rules with wildcards. */
  long wildcardRules() {
    return patterns.stream().filter(each -> each.contains("{\"wildcard\":")).count();
  }
}
