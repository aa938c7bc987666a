package io.meshwork.pattern;

import io.meshwork.model.JsonText;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;

/**
 * Reads event patterns: EventBridge's dialect over any JSON object. Whatever the text, the outcome
 * is a pattern that the engine accepts or a {@code MeshException} that names line, column and JSON
 * pointer.
 *
 * <p>Stricter than EventBridge where that hides mistakes: a key written twice, and a field that is
 * constrained twice (beside and inside {@code $or}, or as {@code "a.b"} and {@code {"a":{"b"…}}}),
 * are refused; EventBridge keeps the last one silently.
 */
public final class EventPatterns {
  private EventPatterns() {}

  /** Reads a pattern within {@link PatternLimits#AWS}. */
  public static EventPattern parse(String json) {
    return parse(json, PatternLimits.AWS);
  }

  /**
   * Reads a pattern within limits.
   *
   * @throws io.meshwork.model.MeshException {@link PatternError#INVALID_PATTERN}, {@link
   *     PatternError#PATTERN_LIMIT_EXCEEDED}
   */
  public static EventPattern parse(String json, PatternLimits limits) {
    PatternObject root = new PatternReader(json, limits).read();
    PatternChecks.check(root, limits);
    return new EventPattern(new JsonText(json), root);
  }

  /** The shortest text that means the same; equal for patterns that are written alike. */
  public static String print(EventPattern pattern) {
    return PatternWriter.write(pattern.root());
  }

  /** Whether its outcome may depend on the payload, so that it must be parsed. */
  public static boolean readsData(EventPattern pattern) {
    return PatternFields.anyUnder(pattern.root(), "data");
  }

  /** Whether its outcome may depend on the {@code type} attribute. */
  public static boolean constrainsType(EventPattern pattern) {
    return PatternFields.anyUnder(pattern.root(), "type");
  }
}
