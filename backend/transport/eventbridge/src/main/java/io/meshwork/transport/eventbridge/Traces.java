package io.meshwork.transport.eventbridge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C's trace context and X-Ray's trace header, which hold the same three things. */
final class Traces {
  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{8})([0-9a-f]{24})-([0-9a-f]{16})-[0-9a-f]([0-9a-f])");
  private static final Pattern HEADER =
      Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;Parent=([0-9a-f]{16}))?.*");

  private Traces() {}

  /** X-Ray's header of a {@code traceparent}; {@code null}: it is none. */
  static @Nullable String header(@Nullable String traceparent) {
    if (traceparent == null) {
      return null;
    }
    Matcher matcher = PARENT.matcher(traceparent);
    if (!matcher.matches()) {
      return null;
    }
    boolean sampled = (Character.digit(matcher.group(4).charAt(0), 16) & 1) == 1;
    return "Root=1-%s-%s;Parent=%s;Sampled=%d"
        .formatted(matcher.group(1), matcher.group(2), matcher.group(3), sampled ? 1 : 0);
  }

  /** The {@code traceparent} of X-Ray's header; {@code null}: it names no parent. */
  static @Nullable String parent(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches() || matcher.group(3) == null) {
      return null;
    }
    return "00-%s%s-%s-0%d"
        .formatted(
            matcher.group(1),
            matcher.group(2),
            matcher.group(3),
            header.contains("Sampled=1") ? 1 : 0);
  }
}
