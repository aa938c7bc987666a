package io.meshwork.controlplane.access;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of who may do what. */
public enum AccessError implements ErrorCode {
  /** Nobody is signed in, or what was presented is not valid. */
  UNAUTHENTICATED,
  /** The caller sees the thing but may not do this with it. */
  FORBIDDEN,
  /** There is no such thing, or the caller may not know of it: the two look the same. */
  NOT_FOUND,
  /** A key as asked for cannot be made. */
  INVALID_KEY_REQUEST;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
