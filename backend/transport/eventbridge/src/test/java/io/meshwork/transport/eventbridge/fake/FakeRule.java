package io.meshwork.transport.eventbridge.fake;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rule of a bus.
 *
 * @param pattern as it was put
 * @param managedBy the service of AWS that made it, {@code null}: an account's own
 * @param machine the pattern, compiled
 * @param targets by their ids, as they were put
 */
record FakeRule(
    String name,
    String pattern,
    String state,
    @Nullable String description,
    @Nullable String managedBy,
    GenericMachine<String> machine,
    Map<String, ObjectNode> targets) {
  FakeRule {
    targets = Map.copyOf(targets);
  }

  static GenericMachine<String> compile(String pattern) {
    String wrong = JsonRuleCompiler.check(pattern, false);
    if (wrong != null) {
      throw invalid(wrong);
    }
    GenericMachine<String> machine = GenericMachine.<String>builder().build();
    try {
      machine.addRule("rule", pattern);
    } catch (IOException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    return machine;
  }

  private static AwsFault invalid(String why) {
    return new AwsFault(
        "InvalidEventPatternException", "Event pattern is not valid. Reason: " + why);
  }

  boolean takes(String event) {
    try {
      return state.equals("ENABLED") && !machine.rulesForJSONEvent(event).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException(event, e);
    }
  }

  FakeRule with(Map<String, ObjectNode> others) {
    return new FakeRule(name, pattern, state, description, managedBy, machine, others);
  }
}
