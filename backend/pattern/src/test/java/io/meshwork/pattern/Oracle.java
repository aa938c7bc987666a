package io.meshwork.pattern;

import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Patterns;

/**
 * One event-ruler machine for each rule that a pattern multiplies into, in its older, step by step
 * matching: several rules in one machine change each other.
 */
final class Oracle {
  private Oracle() {}

  static boolean matches(String pattern, String event) {
    try {
      for (Map<String, List<Patterns>> rule : JsonRuleCompiler.compile(pattern)) {
        GenericMachine<String> machine =
            GenericMachine.<String>builder().withStructuredMatching(false).build();
        machine.addPatternRule("rule", rule);
        if (!machine.rulesForJSONEvent(event).isEmpty()) {
          return true;
        }
      }
      return false;
    } catch (Exception e) {
      throw new AssertionError(pattern + " on " + event, e);
    }
  }
}
