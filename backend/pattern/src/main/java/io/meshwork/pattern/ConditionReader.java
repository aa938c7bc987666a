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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.CIDR;
import software.amazon.event.ruler.Patterns;
import tools.jackson.core.JsonToken;

/** Reads one element of a field's list of conditions. The current token is its first. */
final class ConditionReader {
  private static final String IGNORE_CASE = "equals-ignore-case";

  /** Longer numbers keep their exponent. */
  private static final int PLAIN_DIGITS = 40;

  private ConditionReader() {}

  static Condition read(PatternTokens tokens) {
    JsonToken token = tokens.current();
    if (token == JsonToken.START_OBJECT) {
      return expression(tokens);
    }
    if (token == JsonToken.START_ARRAY) {
      throw tokens.fault("a list of values cannot hold a list");
    }
    return new Equal(scalar(tokens));
  }

  private static Condition expression(PatternTokens tokens) {
    if (tokens.next() == JsonToken.END_OBJECT) {
      throw tokens.fault("an empty object is no condition; write {\"prefix\": \"…\"} or the like");
    }
    String operator = tokens.name();
    tokens.next();
    Condition condition =
        switch (operator) {
          case "exactly" -> new Equal(new Scalar.Text(text(tokens, operator)));
          case "prefix" -> affix(tokens, operator, Prefix::new);
          case "suffix" -> affix(tokens, operator, Suffix::new);
          case IGNORE_CASE -> new EqualIgnoringCase(text(tokens, operator));
          case "wildcard" -> wildcard(tokens);
          case "anything-but" -> anythingBut(tokens);
          case "numeric" -> numeric(tokens);
          case "cidr" -> cidr(tokens);
          case "exists" -> exists(tokens);
          default ->
              throw tokens.fault(
                  "'%s' is no operator; use prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr or exists"
                      .formatted(operator));
        };
    end(tokens, operator);
    return condition;
  }

  /** The object must end here. */
  private static void end(PatternTokens tokens, String operator) {
    if (tokens.next() != JsonToken.END_OBJECT) {
      throw tokens.fault(
          "a condition has one operator; '%s' is followed by another. Write two conditions"
              .formatted(operator));
    }
  }

  private static String text(PatternTokens tokens, String operator) {
    if (tokens.current() != JsonToken.VALUE_STRING) {
      throw tokens.fault("'%s' takes a text".formatted(operator));
    }
    return tokens.text();
  }

  private interface Affix {
    Condition of(String text, boolean ignoringCase);
  }

  private static Condition affix(PatternTokens tokens, String operator, Affix affix) {
    if (tokens.current() != JsonToken.START_OBJECT) {
      return affix.of(text(tokens, operator), false);
    }
    if (tokens.next() == JsonToken.END_OBJECT || !tokens.name().equals(IGNORE_CASE)) {
      throw tokens.fault("'%s' takes a text or {\"%s\": text}".formatted(operator, IGNORE_CASE));
    }
    tokens.next();
    String text = text(tokens, IGNORE_CASE);
    end(tokens, IGNORE_CASE);
    return affix.of(text, true);
  }

  private static Wildcard wildcard(PatternTokens tokens) {
    String text = text(tokens, "wildcard");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '*' && next == '*') {
        throw tokens.fault("a wildcard has two stars in a row at character %d".formatted(i + 1));
      }
      if (c == '\\') {
        if (next != '*' && next != '\\') {
          throw tokens.fault(
              "in a wildcard, \\ (written \\\\ in JSON) stands before * or \\ only, not at character %d"
                  .formatted(i + 1));
        }
        i++;
      }
    }
    return new Wildcard(text);
  }

  private static AnythingBut anythingBut(PatternTokens tokens) {
    if (tokens.current() != JsonToken.START_OBJECT) {
      List<Condition> excluded = oneOrMore(tokens, "anything-but", ConditionReader::excluded);
      Class<?> kind = ((Equal) excluded.getFirst()).value().getClass();
      if (!excluded.stream().allMatch(one -> kind.isInstance(((Equal) one).value()))) {
        throw tokens.fault("'anything-but' takes texts or numbers, not both in one list");
      }
      return new AnythingBut(excluded);
    }
    if (tokens.next() == JsonToken.END_OBJECT) {
      throw tokens.fault("'anything-but' excludes nothing");
    }
    String operator = tokens.name();
    tokens.next();
    List<Condition> excluded =
        switch (operator) {
          case "prefix" ->
              oneOrMore(tokens, operator, t -> new Prefix(nonEmpty(t, "prefix"), false));
          case "suffix" ->
              oneOrMore(tokens, operator, t -> new Suffix(nonEmpty(t, "suffix"), false));
          case IGNORE_CASE ->
              oneOrMore(tokens, operator, t -> new EqualIgnoringCase(text(t, IGNORE_CASE)));
          case "wildcard" -> oneOrMore(tokens, operator, ConditionReader::wildcard);
          default ->
              throw tokens.fault(
                  "'anything-but' takes values, prefix, suffix, equals-ignore-case or wildcard, not '%s'"
                      .formatted(operator));
        };
    end(tokens, operator);
    return new AnythingBut(excluded);
  }

  private static List<Condition> oneOrMore(
      PatternTokens tokens, String operator, Function<PatternTokens, Condition> one) {
    if (tokens.current() != JsonToken.START_ARRAY) {
      return List.of(one.apply(tokens));
    }
    List<Condition> all = new ArrayList<>();
    while (tokens.next() != JsonToken.END_ARRAY) {
      all.add(one.apply(tokens));
    }
    if (all.isEmpty()) {
      throw tokens.fault("'%s' has an empty list".formatted(operator));
    }
    return all;
  }

  private static String nonEmpty(PatternTokens tokens, String operator) {
    String text = text(tokens, operator);
    if (text.isEmpty()) {
      throw tokens.fault("an empty %s would exclude every text".formatted(operator));
    }
    return text;
  }

  private static Condition excluded(PatternTokens tokens) {
    JsonToken token = tokens.current();
    if (token == JsonToken.VALUE_STRING) {
      return new Equal(new Scalar.Text(tokens.text()));
    }
    return new Equal(new Scalar.Numeral(comparable(tokens, "anything-but")));
  }

  private static Numeric numeric(PatternTokens tokens) {
    if (tokens.current() != JsonToken.START_ARRAY) {
      throw tokens.fault("'numeric' takes a list, such as [\">\", 0, \"<=\", 5]");
    }
    tokens.next();
    String first = operator(tokens);
    tokens.next();
    BigDecimal value = comparable(tokens, "numeric");
    tokens.next();
    Numeric numeric =
        switch (first) {
          case "=" -> new Numeric(new Bound(value, true), new Bound(value, true));
          case "<" -> new Numeric(null, new Bound(value, false));
          case "<=" -> new Numeric(null, new Bound(value, true));
          case ">" -> lower(tokens, new Bound(value, false));
          case ">=" -> lower(tokens, new Bound(value, true));
          default ->
              throw tokens.fault("'%s' is no comparison; use =, <, <=, > or >=".formatted(first));
        };
    if (tokens.current() != JsonToken.END_ARRAY) {
      throw tokens.fault(
          "'numeric' takes one comparison, or a lower bound followed by an upper one");
    }
    return numeric;
  }

  private static String operator(PatternTokens tokens) {
    if (tokens.current() != JsonToken.VALUE_STRING) {
      throw tokens.fault("'numeric' starts with =, <, <=, > or >=");
    }
    return tokens.text();
  }

  private static Numeric lower(PatternTokens tokens, Bound lower) {
    @Nullable Bound upper = null;
    if (tokens.current() != JsonToken.END_ARRAY) {
      String second = operator(tokens);
      if (!second.equals("<") && !second.equals("<=")) {
        throw tokens.fault("after a lower bound comes < or <=, not '%s'".formatted(second));
      }
      tokens.next();
      upper = new Bound(comparable(tokens, "numeric"), second.equals("<="));
      if (lower.value().compareTo(upper.value()) >= 0) {
        throw tokens.fault(
            "no number lies between %s and %s".formatted(lower.value(), upper.value()));
      }
      tokens.next();
    }
    return new Numeric(lower, upper);
  }

  private static Cidr cidr(PatternTokens tokens) {
    String block = text(tokens, "cidr");
    try {
      if (Addresses.isDeceptive(block.replaceFirst("/.*", ""))) {
        throw new IllegalArgumentException("each number is at most 255");
      }
      CIDR.cidr(block);
      return new Cidr(block);
    } catch (IllegalArgumentException e) {
      throw tokens.fault(
          "'%s' is no address block such as \"10.0.0.0/8\" or \"2001:db8::/32\": %s"
              .formatted(block, PatternTokens.sentence(String.valueOf(e.getMessage()))));
    }
  }

  private static Exists exists(PatternTokens tokens) {
    return switch (tokens.current()) {
      case VALUE_TRUE -> new Exists(true);
      case VALUE_FALSE -> new Exists(false);
      case null, default -> throw tokens.fault("'exists' takes true or false");
    };
  }

  private static Scalar scalar(PatternTokens tokens) {
    return switch (tokens.current()) {
      case VALUE_STRING -> new Scalar.Text(tokens.text());
      case VALUE_TRUE -> new Scalar.Truth(true);
      case VALUE_FALSE -> new Scalar.Truth(false);
      case VALUE_NULL -> new Scalar.Null();
      case null, default -> new Scalar.Numeral(number(tokens));
    };
  }

  /** A number that the engine can compare: one that a 64-bit float holds exactly or prints so. */
  private static BigDecimal comparable(PatternTokens tokens, String operator) {
    JsonToken token = tokens.current();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw tokens.fault(
          operator.equals("numeric")
              ? "'numeric' compares with a number"
              : "'%s' takes texts or numbers, no null, true, false or list".formatted(operator));
    }
    try {
      Patterns.numericEquals(tokens.text());
    } catch (IllegalArgumentException e) {
      throw tokens.fault(
          "%s has more digits than comparisons keep (about 17)".formatted(tokens.text()));
    }
    return number(tokens);
  }

  private static BigDecimal number(PatternTokens tokens) {
    BigDecimal number;
    try {
      number = new BigDecimal(tokens.text()).stripTrailingZeros();
    } catch (NumberFormatException e) {
      throw tokens.fault("%s is out of the range of numbers".formatted(tokens.text()));
    }
    boolean plain =
        number.scale() < 0 && number.precision() - (long) number.scale() <= PLAIN_DIGITS;
    return plain ? number.setScale(0) : number;
  }
}
