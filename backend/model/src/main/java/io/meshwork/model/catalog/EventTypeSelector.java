package io.meshwork.model.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.util.regex.Pattern;

/**
 * Which event types a subscription asks for: one name, or names with {@code *} for any run of
 * characters, such as {@code orders.*}. At most 128 characters and 8 stars.
 */
public record EventTypeSelector(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9*]([a-z0-9._*-]{0,126}[a-z0-9*])?");
  private static final int MAX_STARS = 8;

  /** Refuses what no event type's name could match. */
  public EventTypeSelector {
    if (!SHAPE.matcher(value).matches()
        || value.chars().filter(c -> c == '*').count() > MAX_STARS) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "Event type selector '%s' is not valid: write an event type's name, with '*' for any run of characters (at most %d)."
              .formatted(value, MAX_STARS));
    }
  }

  /** Whether it names one event type rather than a family. */
  public boolean isExact() {
    return value.indexOf('*') < 0;
  }

  /** Whether the name is one that it asks for. Linear in the name's length times the stars. */
  public boolean matches(EventTypeName name) {
    if (isExact()) {
      return value.equals(name.value());
    }
    return matches(name.value());
  }

  private boolean matches(String name) {
    int n = 0;
    int p = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < value.length() && value.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < value.length() && value.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < value.length() && value.charAt(p) == '*') {
      p++;
    }
    return p == value.length();
  }

  @Override
  public String toString() {
    return value;
  }
}
