package io.meshwork.model;

/** A stable word for one kind of error. Each module owns one enum of them. */
public interface ErrorCode {
  /** The stable word, such as {@code INVALID_NAME}; part of the REST contract. */
  String name();

  /** Who can mend it. */
  ErrorType type();
}
