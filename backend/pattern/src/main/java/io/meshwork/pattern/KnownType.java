package io.meshwork.pattern;

import io.meshwork.model.pattern.PatternObject;
import java.util.Optional;

/** What is left of a pattern for events whose {@code type} is known. */
final class KnownType {
  private KnownType() {}

  /** Empty: it cannot match. A pattern without fields: it matches all. */
  static Optional<PatternObject> resolve(PatternObject pattern, String type) {
    return Optional.of(pattern);
  }
}
