package io.meshwork.model.pattern;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition on a field's value. */
public sealed interface Condition {
  /** Equal to the value. */
  record Equal(Scalar value) implements Condition {}

  /** Equal but for case. */
  record EqualIgnoringCase(String text) implements Condition {}

  /** A text that starts so. */
  record Prefix(String text, boolean ignoringCase) implements Condition {}

  /** A text that ends so. */
  record Suffix(String text, boolean ignoringCase) implements Condition {}

  /** A text like this one, where {@code *} stands for any run of characters. */
  record Wildcard(String text) implements Condition {}

  /** The field is there, or is not. */
  record Exists(boolean present) implements Condition {}

  /** A number within the bounds. */
  record Numeric(@Nullable Bound lower, @Nullable Bound upper) implements Condition {}

  /** An IP address within the block. */
  record Cidr(String block) implements Condition {}

  /** There is a value, and it meets none of these. */
  record AnythingBut(List<Condition> excluded) implements Condition {
    /** Copies the list. */
    public AnythingBut {
      excluded = List.copyOf(excluded);
    }
  }

  /** One end of a range. */
  record Bound(BigDecimal value, boolean inclusive) {}

  /** A JSON value without parts. */
  sealed interface Scalar {
    /** A JSON string. */
    record Text(String value) implements Scalar {}

    /** A JSON number. */
    record Numeral(BigDecimal value) implements Scalar {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements Scalar {}

    /** {@code null}. */
    record Null() implements Scalar {}
  }
}
