package io.meshwork.relay.manifest;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** How the relay itself fails. */
public enum RelayError implements ErrorCode {
  /** An environment variable is missing or wrong. */
  INVALID_CONFIGURATION(ErrorType.USER),
  /** The manifest is not one that this relay can run; the last one is kept. */
  MANIFEST_REFUSED(ErrorType.EXTERNAL),
  /** The state directory or the manifest in it cannot be read or written. */
  STATE_UNUSABLE(ErrorType.EXTERNAL);

  private final ErrorType type;

  RelayError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
