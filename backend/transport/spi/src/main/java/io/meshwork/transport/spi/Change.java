package io.meshwork.transport.spi;

/** How a resource gets from one shape to another. */
public sealed interface Change {
  /** Nothing differs. */
  record Nothing() implements Change {}

  /** Without interruption, and back again. */
  record InPlace() implements Change {}

  /** Possible, but not back again. */
  record Irreversible(String consequence) implements Change {}

  /** Only by deleting and making anew. */
  record Replace(String consequence) implements Change {}
}
