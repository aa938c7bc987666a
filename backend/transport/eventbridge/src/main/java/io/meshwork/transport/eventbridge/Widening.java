package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of a pattern what a rule cannot ask for. Invariant: what is left matches every event
 * that the whole matches; it matches the same events if no reason was found.
 */
final class Widening {
  private static final BigDecimal FURTHEST = new BigDecimal("5e9");
  private static final int FRACTION_DIGITS = 5;
  private static final int MOST_COMBINATIONS = 1000;

  /** What a relay adds to or changes of a CloudEvent on its way into {@code detail}. */
  private static final Set<String> CHANGED =
      Set.of("specversion", "partitionkey", "data_base64", Carried.ATTRIBUTE);

  private final Origin origin;
  private final List<String> reasons = new ArrayList<>();

  Widening(Origin origin) {
    this.origin = origin;
  }

  /** Why something was left out, a sentence each. */
  List<String> reasons() {
    return reasons;
  }

  /** What a rule can ask for; {@code null}: nothing. */
  @Nullable PatternObject keep(PatternObject root) {
    PatternObject kept = keep(root, true);
    if (kept != null && combinations(kept) > MOST_COMBINATIONS) {
      reasons.add(
          "Its $or multiply out to more than %d combinations, the most of a rule."
              .formatted(MOST_COMBINATIONS));
      kept = withoutAlternatives(kept);
    }
    return kept;
  }

  private @Nullable PatternObject keep(PatternObject object, boolean top) {
    Map<String, PatternNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, PatternNode> field : object.fields().entrySet()) {
      PatternNode kept = keep(field.getKey(), field.getValue(), top);
      if (kept != null) {
        fields.put(field.getKey(), kept);
      }
    }
    List<List<PatternObject>> alternatives = new ArrayList<>();
    for (List<PatternObject> group : object.alternatives()) {
      List<PatternObject> branches = new ArrayList<>();
      for (PatternObject branch : group) {
        PatternObject kept = keep(branch, top);
        if (kept != null) {
          branches.add(kept);
        }
      }
      if (branches.size() == group.size()) {
        alternatives.add(branches);
      }
    }
    if (alternatives.size() > 1) {
      reasons.add("A rule has one $or in an object; the first of several is asked for.");
      alternatives = alternatives.subList(0, 1);
    }
    return fields.isEmpty() && alternatives.isEmpty()
        ? null
        : new PatternObject(fields, alternatives);
  }

  private @Nullable PatternNode keep(String name, PatternNode node, boolean top) {
    if (top && !stands(name, node)) {
      reasons.add(
          "'%s' does not stand in the event that EventBridge sees as it does in the CloudEvent."
              .formatted(name));
      if (!(origin == Origin.AWS && AwsTypes.narrow(name, node))) {
        return null;
      }
    }
    return switch (node) {
      case PatternObject inner -> keep(inner, false);
      case PatternNode.Conditions(List<Condition> anyOf) ->
          anyOf.stream().allMatch(one -> takes(name, one)) ? node : null;
    };
  }

  /** Whether the field stands in the event just as in the CloudEvent. */
  private boolean stands(String name, PatternNode node) {
    boolean leaf = node instanceof PatternNode.Conditions;
    return switch (origin) {
      case RELAY -> !leaf || !CHANGED.contains(name);
      case OTHER -> standsElsewhere(name, leaf) || (leaf && Relocation.NAMES.containsKey(name));
      case AWS -> standsElsewhere(name, leaf);
    };
  }

  private static boolean standsElsewhere(String name, boolean leaf) {
    return leaf
        ? Relocation.ENVELOPE.containsKey(name) || name.startsWith(Relocation.DATA + ".")
        : name.equals(Relocation.DATA) || name.startsWith(Relocation.DATA + ".");
  }

  private boolean takes(String name, Condition condition) {
    return switch (condition) {
      case Condition.Equal(Condition.Scalar.Numeral(BigDecimal number)) -> takes(name, number);
      case Condition.Equal _,
          Condition.EqualIgnoringCase _,
          Condition.Prefix _,
          Condition.Suffix _,
          Condition.Wildcard _,
          Condition.Exists _,
          Condition.Cidr _ ->
          true;
      case Condition.Numeric(Condition.Bound lower, Condition.Bound upper) ->
          (lower == null || takes(name, lower.value()))
              && (upper == null || takes(name, upper.value()));
      case Condition.AnythingBut(List<Condition> excluded) ->
          excluded.stream().allMatch(each -> takes(name, each));
    };
  }

  private boolean takes(String name, BigDecimal number) {
    if (number.abs().compareTo(FURTHEST) <= 0 && number.scale() <= FRACTION_DIGITS) {
      return true;
    }
    reasons.add(
        "'%s' is compared with %s; rules compare numbers from -5e9 to 5e9 with at most %d digits behind the point."
            .formatted(name, number, FRACTION_DIGITS));
    return false;
  }

  /** How many rules of plain fields it stands for, counted up to just above the limit. */
  private static long combinations(PatternObject object) {
    long product = 1;
    for (PatternNode node : object.fields().values()) {
      if (node instanceof PatternObject inner) {
        product = Math.min(MOST_COMBINATIONS + 1L, product * combinations(inner));
      }
    }
    for (List<PatternObject> group : object.alternatives()) {
      long sum = group.stream().mapToLong(Widening::combinations).sum();
      product = Math.min(MOST_COMBINATIONS + 1L, product * sum);
    }
    return product;
  }

  private static @Nullable PatternObject withoutAlternatives(PatternObject object) {
    Map<String, PatternNode> fields = new LinkedHashMap<>();
    object
        .fields()
        .forEach(
            (name, node) -> {
              PatternNode kept =
                  node instanceof PatternObject inner ? withoutAlternatives(inner) : node;
              if (kept != null) {
                fields.put(name, kept);
              }
            });
    return fields.isEmpty() ? null : new PatternObject(fields, List.of());
  }
}
