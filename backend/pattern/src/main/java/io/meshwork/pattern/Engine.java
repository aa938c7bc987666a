package io.meshwork.pattern;

import io.meshwork.model.MeshException;
import io.meshwork.model.pattern.PatternObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * Patterns compiled into one event-ruler machine. Rules are added while it is built and never
 * after: taking one out of a live machine loses concurrent matches, so a change builds a new one.
 * Thread-safe.
 *
 * <p>Matching is array-consistent: conditions on fields of objects in one array hold for the same
 * element. Events that would cost the machine too much, by arrays that multiply or by texts that it
 * would look up as host names, are matched by {@link FlatEvent} with the same outcome.
 */
final class Engine {
  /** Below so many array elements nothing can multiply to much. */
  private static final int FEW_ELEMENTS = 16;

  private static final double MANY_COMBINATIONS = 10_000;

  private final List<PatternObject> patterns;
  private final GenericMachine<Integer> machine;
  private final int fields;
  private final boolean readsAddresses;
  private volatile @Nullable List<List<Conjunction>> conjunctions;

  private Engine(List<PatternObject> patterns, GenericMachine<Integer> machine) {
    this.patterns = patterns;
    this.machine = machine;
    this.fields = patterns.stream().mapToInt(PatternFields::count).max().orElse(0);
    this.readsAddresses = patterns.stream().anyMatch(PatternFields::readsAddresses);
  }

  /** A machine that answers with the patterns' places in the list. */
  static Engine of(List<PatternObject> patterns) {
    GenericMachine<Integer> machine = GenericMachine.<Integer>builder().build();
    for (int i = 0; i < patterns.size(); i++) {
      add(machine, i, PatternWriter.write(patterns.get(i)));
    }
    return new Engine(List.copyOf(patterns), machine);
  }

  private static void add(GenericMachine<Integer> machine, Integer rule, String json) {
    try {
      // Not machine.addRule(rule, json), which reads $or as a field's name where it fails.
      JsonRuleCompiler.compile(json, false).forEach(each -> machine.addPatternRule(rule, each));
    } catch (IOException e) {
      throw new MeshException(
          PatternError.INVALID_PATTERN, "The engine refuses pattern %s.".formatted(json), e);
    }
  }

  /** The places of the patterns that match, in no order. */
  Collection<Integer> match(EventTree.Seen event) {
    if (event.deceptive() && readsAddresses) {
      return matchFlat(new FlatEvent(event.tree()));
    }
    if (event.elements() > FEW_ELEMENTS) {
      FlatEvent flat = new FlatEvent(event.tree());
      if (flat.combinations(fields) > MANY_COMBINATIONS) {
        return matchFlat(flat);
      }
    }
    return machine.rulesForJSONEvent(event.tree());
  }

  private List<Integer> matchFlat(FlatEvent event) {
    List<List<Conjunction>> known = conjunctions;
    if (known == null) {
      known = patterns.stream().map(Conjunction::of).toList();
      conjunctions = known;
    }
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      if (event.matchesAny(known.get(i))) {
        matching.add(i);
      }
    }
    return matching;
  }

  /** How many paths through wildcard texts one value can keep open. */
  int complexity(MachineComplexityEvaluator evaluator) {
    return machine.evaluateComplexity(evaluator);
  }
}
