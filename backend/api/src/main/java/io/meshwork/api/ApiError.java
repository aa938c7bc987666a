package io.meshwork.api;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of documents, and of talking to the control plane. */
public enum ApiError implements ErrorCode {
  /** Not JSON or YAML, or more of it than is allowed. */
  MALFORMED_DOCUMENT(ErrorType.USER),
  /** Well-formed, and not what the kind declares. */
  INVALID_DOCUMENT(ErrorType.USER),
  /** The control plane does not answer. */
  CONTROL_PLANE_UNREACHABLE(ErrorType.EXTERNAL),
  /** The control plane refused the request; its problem document is in the message. */
  REQUEST_REFUSED(ErrorType.USER);

  private final ErrorType type;

  ApiError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
