package io.meshwork.controlplane.registry;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of the schema registry. */
public enum RegistryError implements ErrorCode {
  /** The event type has no such version. */
  UNKNOWN_VERSION,
  /** No region is in such an environment. */
  UNKNOWN_ENVIRONMENT,
  /** An environment would get an older version than it has, and nobody said so. */
  VERSION_LOWERED;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
