package io.meshwork.pattern;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of patterns, and of events that patterns are tried on. */
public enum PatternError implements ErrorCode {
  /** The text is not an event pattern. */
  INVALID_PATTERN,
  /** The pattern is one, but larger or more costly than {@link PatternLimits} allow. */
  PATTERN_LIMIT_EXCEEDED,
  /** The event to try a pattern on is not a JSON object. */
  INVALID_EVENT;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
