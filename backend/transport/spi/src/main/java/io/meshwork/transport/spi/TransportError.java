package io.meshwork.transport.spi;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** How a call to a broker fails. */
public enum TransportError implements ErrorCode {
  /** The broker does not answer, or hung up. Worth trying again. */
  BROKER_UNREACHABLE(ErrorType.EXTERNAL),
  /** The broker does not know these credentials. */
  AUTHENTICATION_FAILED(ErrorType.EXTERNAL),
  /** The broker knows the principal, and it may not do this. */
  NOT_AUTHORIZED(ErrorType.EXTERNAL),
  /** The broker refused the request for good. */
  BROKER_REFUSED(ErrorType.EXTERNAL),
  /** The broker asks for patience. */
  THROTTLED(ErrorType.CAPACITY),
  /** Another owner of the slot has fenced this one; it must stop at once. */
  FENCED(ErrorType.EXTERNAL),
  /** The transport lacks the capability. */
  NOT_SUPPORTED(ErrorType.USER),
  /** A setting is missing, unknown or out of range. */
  INVALID_SETTING(ErrorType.USER),
  /** A reference such as {@code env:NAME} leads nowhere. */
  SECRET_NOT_FOUND(ErrorType.USER),
  /** No such transport is installed. */
  UNKNOWN_TRANSPORT(ErrorType.USER),
  /** The channel is not there. */
  CHANNEL_NOT_FOUND(ErrorType.EXTERNAL);

  private final ErrorType type;

  TransportError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
