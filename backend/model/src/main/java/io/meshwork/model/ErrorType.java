package io.meshwork.model;

/** Who can mend an error. */
public enum ErrorType {
  /** The caller: the request is wrong. Repeating it unchanged fails again. */
  USER,
  /** A system beyond Meshwork: a broker, an issuer, a database. Repeating may succeed. */
  EXTERNAL,
  /** A limit is reached for now. Repeating later may succeed. */
  CAPACITY,
  /** Meshwork itself. Somebody must look. */
  INTERNAL
}
