package io.meshwork.pattern;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.Condition.AnythingBut;
import io.meshwork.model.pattern.Condition.Bound;
import io.meshwork.model.pattern.Condition.Cidr;
import io.meshwork.model.pattern.Condition.Equal;
import io.meshwork.model.pattern.Condition.EqualIgnoringCase;
import io.meshwork.model.pattern.Condition.Exists;
import io.meshwork.model.pattern.Condition.Numeric;
import io.meshwork.model.pattern.Condition.Prefix;
import io.meshwork.model.pattern.Condition.Scalar;
import io.meshwork.model.pattern.Condition.Suffix;
import io.meshwork.model.pattern.Condition.Wildcard;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes the syntax tree as the engine's JSON. Reading it back gives the same tree. */
final class PatternWriter {
  private PatternWriter() {}

  static String write(PatternObject object) {
    StringBuilder out = new StringBuilder();
    object(object, out);
    return out.toString();
  }

  private static void object(PatternObject object, StringBuilder out) {
    List<Runnable> members = new ArrayList<>();
    object.fields().forEach((name, node) -> members.add(() -> member(name, node, out)));
    object.alternatives().forEach(group -> members.add(() -> alternatives(group, out)));
    out.append('{');
    separated(members, out);
    out.append('}');
  }

  private static void member(String name, PatternNode node, StringBuilder out) {
    text(name, out);
    out.append(':');
    switch (node) {
      case PatternObject inner -> object(inner, out);
      case PatternNode.Conditions(List<Condition> anyOf) -> array(anyOf, out);
    }
  }

  private static void alternatives(List<PatternObject> group, StringBuilder out) {
    out.append("\"$or\":[");
    separated(group.stream().<Runnable>map(branch -> () -> object(branch, out)).toList(), out);
    out.append(']');
  }

  private static void array(List<Condition> conditions, StringBuilder out) {
    out.append('[');
    separated(conditions.stream().<Runnable>map(one -> () -> condition(one, out)).toList(), out);
    out.append(']');
  }

  private static void condition(Condition condition, StringBuilder out) {
    switch (condition) {
      case Equal(Scalar value) -> scalar(value, out);
      case EqualIgnoringCase(String text) -> expression("equals-ignore-case", text, out);
      case Prefix(String text, boolean ignoringCase) -> affix("prefix", text, ignoringCase, out);
      case Suffix(String text, boolean ignoringCase) -> affix("suffix", text, ignoringCase, out);
      case Wildcard(String text) -> expression("wildcard", text, out);
      case Exists(boolean present) -> out.append("{\"exists\":").append(present).append('}');
      case Numeric numeric -> numeric(numeric, out);
      case Cidr(String block) -> expression("cidr", block, out);
      case AnythingBut(List<Condition> excluded) -> anythingBut(excluded, out);
    }
  }

  private static void scalar(Scalar value, StringBuilder out) {
    switch (value) {
      case Scalar.Text(String text) when Addresses.isDeceptive(text) ->
          expression("exactly", text, out);
      case Scalar.Text(String text) -> text(text, out);
      case Scalar.Numeral numeral -> out.append(numeral.value());
      case Scalar.Truth(boolean truth) -> out.append(truth);
      case Scalar.Null() -> out.append("null");
    }
  }

  private static void affix(String name, String text, boolean ignoringCase, StringBuilder out) {
    if (!ignoringCase) {
      expression(name, text, out);
      return;
    }
    out.append("{\"").append(name).append("\":");
    expression("equals-ignore-case", text, out);
    out.append('}');
  }

  private static void expression(String name, String text, StringBuilder out) {
    out.append("{\"").append(name).append("\":");
    text(text, out);
    out.append('}');
  }

  private static void numeric(Numeric numeric, StringBuilder out) {
    out.append("{\"numeric\":[");
    Bound lower = numeric.lower();
    Bound upper = numeric.upper();
    if (lower != null && lower.equals(upper)) {
      out.append("\"=\",").append(lower.value());
    } else {
      if (lower != null) {
        out.append(lower.inclusive() ? "\">=\"," : "\">\",").append(lower.value());
      }
      if (upper != null) {
        out.append(lower == null ? "" : ",");
        out.append(upper.inclusive() ? "\"<=\"," : "\"<\",").append(upper.value());
      }
    }
    out.append("]}");
  }

  /** All excluded conditions are of one kind; the reader sees to that. */
  private static void anythingBut(List<Condition> excluded, StringBuilder out) {
    String kind =
        switch (excluded.getFirst()) {
          case Prefix prefix -> "prefix";
          case Suffix suffix -> "suffix";
          case EqualIgnoringCase equal -> "equals-ignore-case";
          case Wildcard wildcard -> "wildcard";
          case Equal equal -> "";
          case Exists exists -> "";
          case Numeric numeric -> "";
          case Cidr cidr -> "";
          case AnythingBut nested -> "";
        };
    out.append("{\"anything-but\":");
    out.append(kind.isEmpty() ? "[" : "{\"" + kind + "\":[");
    separated(excluded.stream().<Runnable>map(one -> () -> excluded(one, out)).toList(), out);
    out.append(kind.isEmpty() ? "]" : "]}").append('}');
  }

  private static void excluded(Condition condition, StringBuilder out) {
    switch (condition) {
      case Prefix(String text, boolean ignoringCase) -> text(text, out);
      case Suffix(String text, boolean ignoringCase) -> text(text, out);
      case EqualIgnoringCase(String text) -> text(text, out);
      case Wildcard(String text) -> text(text, out);
      case Equal(Scalar.Text(String text)) -> text(text, out);
      case Equal equal -> condition(equal, out);
      case Exists exists -> condition(exists, out);
      case Numeric numeric -> condition(numeric, out);
      case Cidr cidr -> condition(cidr, out);
      case AnythingBut nested -> condition(nested, out);
    }
  }

  private static void separated(List<Runnable> parts, StringBuilder out) {
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : ",");
      parts.get(i).run();
    }
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
