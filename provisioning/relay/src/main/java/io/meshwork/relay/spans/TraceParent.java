package io.meshwork.relay.spans;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context that says that it is sampled.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId) {
  private static final Pattern SHAPE =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]([0-9a-f])(-.*)?");
  private static final int HEX = 16;

  /** What a header says, {@code null}: nothing, or that it is not sampled. */
  public static @Nullable TraceParent of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    var match = SHAPE.matcher(header);
    if (!match.matches()
        || (Integer.parseInt(match.group(3), HEX) & 1) == 0
        || isZero(match.group(1))
        || isZero(match.group(2))) {
      return null;
    }
    return new TraceParent(match.group(1), match.group(2));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }
}
