package io.meshwork.transport.spi;

/** How much of a filter a broker evaluates itself. */
public enum PushDown {
  /** All of it. */
  EXACT,
  /** A wider one; the relay evaluates the filter again. */
  SUPERSET,
  /** None. */
  NONE
}
