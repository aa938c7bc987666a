package io.meshwork.pattern;

import io.meshwork.model.MeshException;
import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * Patterns compiled for event-ruler. Rules are added while it is built and never after: taking one
 * out of a live machine loses concurrent matches, so a change builds a new one. Thread-safe.
 *
 * <p>The machine holds what asks for equal values only, and the patterns that it names are then
 * checked one by one: in one machine (2.1.0) conditions of other kinds on one field change each
 * other's outcome, also those of one pattern. So the machine narrows, and {@link FlatEvent}
 * decides. Patterns that ask for no equal value are always checked.
 *
 * <p>Matching is array-consistent: conditions on fields of objects in one array hold for the same
 * element. Events whose arrays would multiply to too much work for the machine are matched without
 * it, and so are IP addresses: it would look up {@code 1.2.3.400} as a host name, and takes some
 * addresses of one family for ones of the other.
 */
final class Engine {
  /** Below so many array elements nothing can multiply to much. */
  private static final int FEW_ELEMENTS = 16;

  private static final double MANY_COMBINATIONS = 10_000;

  private final GenericMachine<Integer> machine = GenericMachine.<Integer>builder().build();
  private final List<List<Conjunction>> rules;
  private final int[] all;

  /** Which patterns the machine decides alone. */
  private final BitSet decided = new BitSet();

  /** Which patterns it does not know. */
  private final int[] unknown;

  private final int fields;

  private Engine(List<PatternObject> patterns) {
    this.rules = patterns.stream().map(Conjunction::of).toList();
    this.all = IntStream.range(0, rules.size()).toArray();
    this.fields = patterns.stream().mapToInt(PatternFields::count).max().orElse(0);
    BitSet strangers = new BitSet();
    for (int i = 0; i < rules.size(); i++) {
      strangers.set(i, !narrow(i));
    }
    this.unknown = strangers.stream().toArray();
  }

  /** An engine that answers with the patterns' places in the list. */
  static Engine of(List<PatternObject> patterns) {
    return new Engine(patterns);
  }

  /** Adds what asks for equal values; {@code false}: some alternative asks for none. */
  private boolean narrow(int place) {
    List<Conjunction> alternatives = rules.get(place);
    List<PatternObject> narrowed = new ArrayList<>();
    boolean whole = true;
    for (Conjunction alternative : alternatives) {
      Map<String, PatternNode> equal = new LinkedHashMap<>();
      alternative
          .fields()
          .forEach(
              (path, conditions) -> {
                if (conditions.stream().allMatch(Engine::isEqual)) {
                  equal.put(path, new PatternNode.Conditions(conditions));
                }
              });
      if (equal.isEmpty()) {
        return false;
      }
      whole &= equal.size() == alternative.fields().size();
      narrowed.add(new PatternObject(equal, List.of()));
    }
    narrowed.forEach(each -> add(machine, place, PatternWriter.write(each)));
    decided.set(place, whole);
    return true;
  }

  private static boolean isEqual(Condition condition) {
    return condition instanceof Condition.Equal(Condition.Scalar value)
        && !(value instanceof Condition.Scalar.Text(String text) && Addresses.parse(text) != null);
  }

  private static void add(GenericMachine<Integer> machine, Integer place, String json) {
    try {
      // Not machine.addRule(place, json), which reads $or as a field's name where it fails.
      JsonRuleCompiler.compile(json, false).forEach(each -> machine.addPatternRule(place, each));
    } catch (IOException e) {
      throw new MeshException(
          PatternError.INVALID_PATTERN, "The engine refuses pattern %s.".formatted(json), e);
    }
  }

  /** The places of the patterns that match, in no order. */
  Collection<Integer> match(EventTree.Seen event) {
    List<Integer> matching = new ArrayList<>();
    if (event.elements() > FEW_ELEMENTS) {
      FlatEvent flat = new FlatEvent(event.tree());
      if (flat.combinations(fields) > MANY_COMBINATIONS) {
        check(all, flat, matching);
        return matching;
      }
    }
    IntStream.Builder candidates = IntStream.builder();
    for (int place : machine.rulesForJSONEvent(event.tree())) {
      if (decided.get(place)) {
        matching.add(place);
      } else {
        candidates.add(place);
      }
    }
    int[] named = candidates.build().toArray();
    if (named.length + unknown.length > 0) {
      FlatEvent flat = new FlatEvent(event.tree());
      check(named, flat, matching);
      check(unknown, flat, matching);
    }
    return matching;
  }

  private void check(int[] places, FlatEvent event, List<Integer> matching) {
    for (int place : places) {
      if (event.matchesAny(rules.get(place))) {
        matching.add(place);
      }
    }
  }

  /** How many paths through wildcard texts one value can keep open, counted up to a cap. */
  static int complexity(PatternObject pattern, int cap) {
    GenericMachine<Integer> whole = GenericMachine.<Integer>builder().build();
    add(whole, 0, PatternWriter.write(pattern));
    return whole.evaluateComplexity(new MachineComplexityEvaluator(cap));
  }
}
