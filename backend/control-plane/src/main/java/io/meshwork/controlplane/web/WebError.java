package io.meshwork.controlplane.web;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of HTTP itself, before anything of the mesh is asked. */
public enum WebError implements ErrorCode {
  /** The body is not what its content type says, or a parameter is not what it must be. */
  MALFORMED_REQUEST(ErrorType.USER),
  /** There is nothing at this address. */
  UNKNOWN_PATH(ErrorType.USER),
  /** The address does not take this method. */
  METHOD_NOT_ALLOWED(ErrorType.USER),
  /** No representation that the caller accepts. */
  NOT_ACCEPTABLE(ErrorType.USER),
  /** The body's content type is not taken here. */
  UNSUPPORTED_MEDIA_TYPE(ErrorType.USER),
  /** The body has more bytes than are taken. */
  BODY_TOO_LARGE(ErrorType.USER),
  /** The database does not answer. */
  STORE_UNAVAILABLE(ErrorType.EXTERNAL),
  /** A fault of the server. */
  INTERNAL_ERROR(ErrorType.INTERNAL);

  private final ErrorType type;

  WebError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
