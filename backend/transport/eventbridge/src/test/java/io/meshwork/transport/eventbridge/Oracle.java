package io.meshwork.transport.eventbridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Patterns;

/**
 * EventBridge's own engine, one machine for each choice of one condition a field: several
 * conditions of one field change each other in one machine.
 */
final class Oracle {
  private Oracle() {}

  static boolean matches(String pattern, String event) {
    try {
      for (Map<String, List<Patterns>> rule : JsonRuleCompiler.compile(pattern)) {
        for (Map<String, List<Patterns>> choice : choices(rule)) {
          GenericMachine<String> machine =
              GenericMachine.<String>builder().withStructuredMatching(false).build();
          machine.addPatternRule("rule", choice);
          if (!machine.rulesForJSONEvent(event).isEmpty()) {
            return true;
          }
        }
      }
      return false;
    } catch (Exception e) {
      throw new AssertionError(pattern + " on " + event, e);
    }
  }

  private static List<Map<String, List<Patterns>>> choices(Map<String, List<Patterns>> rule) {
    List<Map<String, List<Patterns>>> choices = new ArrayList<>(List.of(new TreeMap<>()));
    rule.forEach(
        (field, conditions) -> {
          List<Map<String, List<Patterns>>> more = new ArrayList<>();
          for (Map<String, List<Patterns>> choice : choices) {
            for (Patterns condition : conditions) {
              Map<String, List<Patterns>> next = new TreeMap<>(choice);
              next.put(field, List.of(condition));
              more.add(next);
            }
          }
          choices.clear();
          choices.addAll(more);
        });
    return choices;
  }
}
