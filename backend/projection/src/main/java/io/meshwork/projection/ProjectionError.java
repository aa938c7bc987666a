package io.meshwork.projection;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of transforms. */
public enum ProjectionError implements ErrorCode {
  /** The text is not a transform. */
  INVALID_TRANSFORM,
  /** The transform is one, but larger than {@link Projection} allows. */
  TRANSFORM_LIMIT_EXCEEDED;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
