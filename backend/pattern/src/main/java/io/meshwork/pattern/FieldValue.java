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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.Patterns;

/**
 * One value without parts, and which conditions it meets: the engine's rules, told again value by
 * value.
 *
 * @param text the characters of a text; of anything else its spelling
 * @param quoted whether it is a text
 */
record FieldValue(String text, boolean quoted) {

  /** Whether it meets at least one; {@code exists: false} is met by no value. */
  boolean meetsAny(List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (meets(condition)) {
        return true;
      }
    }
    return false;
  }

  private boolean meets(Condition condition) {
    return switch (condition) {
      case Equal(Scalar value) -> equal(value);
      case EqualIgnoringCase(String other) ->
          quoted && text.length() == other.length() && alike(0, other);
      case Prefix(String start, boolean ignoringCase) ->
          quoted && (ignoringCase ? alike(0, start) : text.startsWith(start));
      case Suffix(String end, boolean ignoringCase) ->
          quoted && (ignoringCase ? alike(text.length() - end.length(), end) : text.endsWith(end));
      case Wildcard(String glob) -> quoted && Glob.matches(glob, text);
      case Exists(boolean present) -> present;
      case Numeric(Bound lower, Bound upper) -> within(lower, upper);
      case Cidr(String block) -> {
        byte[] address = quoted ? Addresses.parse(text) : null;
        yield address != null && Addresses.isInside(address, block);
      }
      case AnythingBut(List<Condition> excluded) -> excluded.stream().noneMatch(this::isExcluded);
    };
  }

  private boolean equal(Scalar value) {
    return switch (value) {
      case Scalar.Text(String other) -> {
        byte[] address = Addresses.parse(other);
        yield quoted
            && (address == null
                ? text.equals(other)
                : Arrays.equals(address, Addresses.parse(text)));
      }
      case Scalar.Numeral(BigDecimal other) -> !quoted && equalNumber(other);
      case Scalar.Truth(boolean truth) -> !quoted && text.equals(Boolean.toString(truth));
      case Scalar.Null() -> !quoted && text.equals("null");
    };
  }

  private boolean equalNumber(BigDecimal other) {
    BigDecimal number = comparable(text);
    if (number == null || comparable(other.toString()) == null) {
      return text.equals(other.toString());
    }
    return number.compareTo(other) == 0;
  }

  /** Excluded texts are never read as addresses. */
  private boolean isExcluded(Condition condition) {
    return condition instanceof Equal(Scalar.Text(String other))
        ? quoted && text.equals(other)
        : meets(condition);
  }

  private boolean within(@Nullable Bound lower, @Nullable Bound upper) {
    BigDecimal number = quoted ? null : comparable(text);
    return number != null
        && (lower == null || number.compareTo(lower.value()) >= (lower.inclusive() ? 0 : 1))
        && (upper == null || number.compareTo(upper.value()) <= (upper.inclusive() ? 0 : -1));
  }

  /** The number that a spelling stands for, {@code null}: none that the engine compares. */
  private static @Nullable BigDecimal comparable(String spelling) {
    try {
      Patterns.numericEquals(spelling);
      return new BigDecimal(spelling);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the other text stands at an offset, each character in either case. */
  private boolean alike(int from, String other) {
    if (from < 0 || from + other.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < other.length(); i++) {
      String mine = text.substring(from + i, from + i + 1);
      String theirs = other.substring(i, i + 1);
      if (!mine.equals(theirs.toLowerCase(Locale.ROOT))
          && !mine.equals(theirs.toUpperCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }
}
