package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes patterns as EventBridge takes them: keys sorted, no blanks, only documented operators. An
 * object has at most one group of alternatives.
 */
final class RuleJson {
  private final StringBuilder out = new StringBuilder();

  private RuleJson() {}

  static String write(PatternObject object) {
    RuleJson json = new RuleJson();
    json.object(object);
    return json.out.toString();
  }

  /** How long a field's list is as text. */
  static int length(PatternNode node) {
    RuleJson json = new RuleJson();
    json.node(node);
    return json.out.length();
  }

  private void object(PatternObject object) {
    SortedMap<String, Runnable> members = new TreeMap<>();
    object.fields().forEach((name, node) -> members.put(name, () -> node(node)));
    object.alternatives().forEach(group -> members.put("$or", () -> alternatives(group)));
    String separator = "{";
    for (Map.Entry<String, Runnable> member : members.entrySet()) {
      out.append(separator);
      text(member.getKey());
      out.append(':');
      member.getValue().run();
      separator = ",";
    }
    out.append('}');
  }

  private void node(PatternNode node) {
    switch (node) {
      case PatternObject inner -> object(inner);
      case PatternNode.Conditions(List<Condition> anyOf) -> {
        out.append('[');
        for (int i = 0; i < anyOf.size(); i++) {
          out.append(i == 0 ? "" : ",");
          condition(anyOf.get(i));
        }
        out.append(']');
      }
    }
  }

  private void alternatives(List<PatternObject> group) {
    out.append('[');
    for (int i = 0; i < group.size(); i++) {
      out.append(i == 0 ? "" : ",");
      object(group.get(i));
    }
    out.append(']');
  }

  private void condition(Condition condition) {
    switch (condition) {
      case Condition.Equal(Condition.Scalar value) -> scalar(value);
      case Condition.EqualIgnoringCase(String text) -> operator("equals-ignore-case", text);
      case Condition.Prefix(String text, boolean ignoringCase) ->
          affix("prefix", text, ignoringCase);
      case Condition.Suffix(String text, boolean ignoringCase) ->
          affix("suffix", text, ignoringCase);
      case Condition.Wildcard(String text) -> operator("wildcard", text);
      case Condition.Exists(boolean present) ->
          out.append("{\"exists\":").append(present).append('}');
      case Condition.Numeric(Condition.Bound lower, Condition.Bound upper) -> numeric(lower, upper);
      case Condition.Cidr(String block) -> operator("cidr", block);
      case Condition.AnythingBut(List<Condition> excluded) -> anythingBut(excluded);
    }
  }

  private void scalar(Condition.Scalar value) {
    switch (value) {
      case Condition.Scalar.Text(String text) -> text(text);
      case Condition.Scalar.Numeral(BigDecimal number) -> out.append(number);
      case Condition.Scalar.Truth(boolean truth) -> out.append(truth);
      case Condition.Scalar.Null() -> out.append("null");
    }
  }

  private void affix(String name, String text, boolean ignoringCase) {
    if (ignoringCase) {
      out.append("{\"").append(name).append("\":");
      operator("equals-ignore-case", text);
      out.append('}');
    } else {
      operator(name, text);
    }
  }

  private void operator(String name, String text) {
    out.append("{\"").append(name).append("\":");
    text(text);
    out.append('}');
  }

  private void numeric(Condition.@Nullable Bound lower, Condition.@Nullable Bound upper) {
    out.append("{\"numeric\":[");
    if (lower != null && lower.equals(upper)) {
      out.append("\"=\",");
      out.append(lower.value());
    } else {
      bound(lower, ">");
      out.append(lower == null || upper == null ? "" : ",");
      bound(upper, "<");
    }
    out.append("]}");
  }

  private void bound(Condition.@Nullable Bound bound, String sign) {
    if (bound != null) {
      out.append('"').append(sign).append(bound.inclusive() ? "=" : "").append("\",");
      out.append(bound.value());
    }
  }

  /** All that is excluded is of one kind; the pattern's reader sees to that. */
  private void anythingBut(List<Condition> excluded) {
    String kind = kind(excluded.getFirst());
    out.append("{\"anything-but\":");
    out.append(kind.isEmpty() ? "" : "{\"" + kind + "\":");
    out.append(excluded.size() == 1 ? "" : "[");
    for (int i = 0; i < excluded.size(); i++) {
      out.append(i == 0 ? "" : ",");
      excluded(excluded.get(i));
    }
    out.append(excluded.size() == 1 ? "" : "]");
    out.append(kind.isEmpty() ? "" : "}").append('}');
  }

  private static String kind(Condition excluded) {
    return switch (excluded) {
      case Condition.Prefix _ -> "prefix";
      case Condition.Suffix _ -> "suffix";
      case Condition.EqualIgnoringCase _ -> "equals-ignore-case";
      case Condition.Wildcard _ -> "wildcard";
      case Condition.Equal _,
          Condition.Exists _,
          Condition.Numeric _,
          Condition.Cidr _,
          Condition.AnythingBut _ ->
          "";
    };
  }

  private void excluded(Condition condition) {
    switch (condition) {
      case Condition.Prefix(String text, boolean _) -> text(text);
      case Condition.Suffix(String text, boolean _) -> text(text);
      case Condition.EqualIgnoringCase(String text) -> text(text);
      case Condition.Wildcard(String text) -> text(text);
      case Condition.Equal _,
          Condition.Exists _,
          Condition.Numeric _,
          Condition.Cidr _,
          Condition.AnythingBut _ ->
          condition(condition);
    }
  }

  private void text(String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
