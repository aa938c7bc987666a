package io.meshwork.controlplane.audit;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of the audit log. */
public enum AuditError implements ErrorCode {
  /** The log was asked in a way that there is not. */
  INVALID_QUERY;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
