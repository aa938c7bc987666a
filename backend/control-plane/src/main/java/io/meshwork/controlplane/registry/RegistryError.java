package io.meshwork.controlplane.registry;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of the schema registry. */
public enum RegistryError implements ErrorCode {
  /** The event type has no such version. */
  UNKNOWN_VERSION;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
