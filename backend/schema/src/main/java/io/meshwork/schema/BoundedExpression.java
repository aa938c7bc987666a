package io.meshwork.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * A regular expression of a schema, bounded in time: a search that looks at characters more often
 * than {@link #allowance} is given up and its payload is refused, so that no expression and no text
 * can hold a thread.
 *
 * <p>Java's engine with a count of the characters it reads, rather than RE2/J's linear one: authors
 * write ECMA-262, whose look-ahead and back references RE2/J refuses, and a count ends the same way
 * on every machine, which a deadline does not.
 */
final class BoundedExpression implements RegularExpression {
  private static final long BASE = 100_000;
  private static final long PER_CHARACTER = 200;

  private final String source;
  private final Pattern pattern;

  private BoundedExpression(String source) {
    this.source = source;
    this.pattern =
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(source)));
  }

  /** Compiles it; throws {@link java.util.regex.PatternSyntaxException}. */
  static BoundedExpression of(String source) {
    return new BoundedExpression(source);
  }

  /** How many characters a search in a text may read. */
  static long allowance(int length) {
    return BASE + PER_CHARACTER * length;
  }

  @Override
  public boolean matches(String text) {
    try {
      return pattern.matcher(new Counted(text, new Count(allowance(text.length())))).find();
    } catch (Exhausted e) {
      throw tooCostly(text);
    } catch (StackOverflowError e) {
      throw tooCostly(text);
    }
  }

  private SchemaException tooCostly(String text) {
    return new SchemaException(
        "A text of %d characters cannot be checked against '%s' in bounded time; simplify the expression, for example without nested repetition"
            .formatted(text.length(), source));
  }

  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("exhausted", null, false, false);
    }
  }

  private static final class Count {
    private long left;

    Count(long left) {
      this.left = left;
    }
  }

  /** A text that counts down with each look at a character; parts share the count. */
  private record Counted(CharSequence text, Count count) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (count.left-- <= 0) {
        throw new Exhausted();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), count);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
