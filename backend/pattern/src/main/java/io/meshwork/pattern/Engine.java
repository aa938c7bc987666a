package io.meshwork.pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwork.model.MeshException;
import io.meshwork.model.pattern.PatternObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * Patterns compiled into one event-ruler machine. Rules are added while it is built and never
 * after: taking one out of a live machine loses concurrent matches, so a change builds a new one.
 * Thread-safe.
 *
 * <p>Matching is array-consistent: conditions on fields of objects in one array hold for the same
 * element.
 */
final class Engine<R> {
  private final GenericMachine<R> machine;

  private Engine(GenericMachine<R> machine) {
    this.machine = machine;
  }

  /** A machine that answers with the keys of the patterns that match. */
  static <R> Engine<R> of(Map<R, PatternObject> patterns) {
    GenericMachine<R> machine =
        GenericMachine.<R>builder()
            .withStructuredMatching(true)
            .withAdditionalNameStateReuse(true)
            .build();
    patterns.forEach((rule, pattern) -> add(machine, rule, PatternWriter.write(pattern)));
    return new Engine<>(machine);
  }

  private static <R> void add(GenericMachine<R> machine, R rule, String json) {
    try {
      // Not machine.addRule(rule, json), which reads $or as a field's name where it fails.
      JsonRuleCompiler.compile(json, false).forEach(each -> machine.addPatternRule(rule, each));
    } catch (IOException e) {
      throw new MeshException(
          PatternError.INVALID_PATTERN, "The engine refuses pattern %s.".formatted(json), e);
    }
  }

  /** The patterns that match, in no order. */
  Collection<R> match(ObjectNode event) {
    List<R> matching = machine.rulesForJSONEvent(event);
    return matching;
  }

  /** How many paths through wildcard texts one value can keep open. */
  int complexity(MachineComplexityEvaluator evaluator) {
    return machine.evaluateComplexity(evaluator);
  }
}
