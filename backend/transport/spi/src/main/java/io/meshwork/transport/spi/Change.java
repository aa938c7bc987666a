package io.meshwork.transport.spi;

/** How a resource gets from one shape to another. */
public sealed interface Change {
  /** Nothing differs. */
  record Nothing() implements Change {}

  /** Without interruption, and back again. */
  record InPlace() implements Change {}

  /**
   * Without interruption, but what the new shape does not hold is lost, such as events beyond a
   * shorter retention. Waits for its contract phase.
   */
  record Narrows(String consequence) implements Change {}

  /** Possible, but not back again, and not as before for those who use it. */
  record Irreversible(String consequence) implements Change {}

  /** Only by deleting and making anew. */
  record Replace(String consequence) implements Change {}
}
