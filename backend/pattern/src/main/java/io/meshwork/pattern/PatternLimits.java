package io.meshwork.pattern;

/**
 * How large a pattern may be. {@link #AWS} is what EventBridge enforces, or, where it publishes no
 * number, what keeps one pattern from slowing all others.
 *
 * @param characters length of the text
 * @param depth objects and arrays inside each other
 * @param fields fields that must hold together, which the engine caps at 256
 * @param combinations into which all {@code $or} multiply out
 * @param wildcards stars in all wildcard texts together
 * @param complexity paths through wildcard texts that one value can keep open at once
 */
public record PatternLimits(
    int characters, int depth, int fields, int combinations, int wildcards, int complexity) {
  /** The defaults. */
  public static final PatternLimits AWS = new PatternLimits(2048, 64, 256, 1000, 30, 100);

  /** The same limits with another length, which AWS raises on request. */
  public PatternLimits withCharacters(int longest) {
    return new PatternLimits(longest, depth, fields, combinations, wildcards, complexity);
  }
}
