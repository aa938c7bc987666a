package io.meshwork.schema;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of schemas, and of samples to infer them from. */
public enum SchemaError implements ErrorCode {
  /** The schema's format is not supported. */
  UNSUPPORTED_SCHEMA_FORMAT,
  /** The definition is not a schema of its format. */
  INVALID_SCHEMA,
  /** The schema refers to a document outside itself, which is never fetched. */
  REMOTE_SCHEMA_REFERENCE,
  /** The schema is larger or nested deeper than allowed. */
  SCHEMA_LIMIT_EXCEEDED,
  /** A sample event is not JSON, or there is none. */
  INVALID_SAMPLE;

  @Override
  public ErrorType type() {
    return ErrorType.USER;
  }
}
