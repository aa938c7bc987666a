package io.meshwork.controlplane.access;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of who may do what. */
public enum AccessError implements ErrorCode {
  /** Nobody is signed in, or what was presented is not valid. */
  UNAUTHENTICATED(ErrorType.USER),
  /** The caller sees the thing but may not do this with it. */
  FORBIDDEN(ErrorType.USER),
  /** There is no such thing, or the caller may not know of it: the two look the same. */
  NOT_FOUND(ErrorType.USER),
  /** A key as asked for cannot be made. */
  INVALID_KEY_REQUEST(ErrorType.USER),
  /** The issuer's keys cannot be read, so no token can be checked. */
  ISSUER_UNREACHABLE(ErrorType.EXTERNAL);

  private final ErrorType type;

  AccessError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
