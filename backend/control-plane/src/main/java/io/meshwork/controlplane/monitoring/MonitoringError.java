package io.meshwork.controlplane.monitoring;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of reports. */
public enum MonitoringError implements ErrorCode {
  /** A report contradicts where it was sent. */
  INVALID_REPORT;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
