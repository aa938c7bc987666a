package io.meshwork.model;

/** Errors of values that cannot exist. */
public enum ModelError implements ErrorCode {
  /** A name breaks the rule for names. */
  INVALID_NAME,
  /** A value is out of its range or contradicts another. */
  INVALID_VALUE;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
