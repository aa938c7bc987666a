package io.meshwork.controlplane.catalog;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of the catalog. */
public enum CatalogError implements ErrorCode {
  /** The document is well formed but cannot hold; violations say where. */
  INVALID_RESOURCE,
  /** Somebody else changed it since it was read, or it exists already. */
  PRECONDITION_FAILED,
  /** Others depend on it. */
  IN_USE,
  /** The name is not available: something bears it, or bore it and keeps it. */
  NAME_RESERVED,
  /** It cannot be restored any more. */
  RESTORE_EXPIRED,
  /** The grant is not in a state that allows this. */
  INVALID_TRANSITION,
  /** A list was asked for in a way that there is not. */
  INVALID_QUERY,
  /** The cursor is none of ours. */
  INVALID_CURSOR,
  /** There is no such revision yet. */
  UNKNOWN_REVISION;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
