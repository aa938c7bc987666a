package io.meshwork.controlplane.catalog;

/** What must hold for a change to be made. */
public sealed interface Precondition {
  /** Nothing. */
  record None() implements Precondition {}

  /** The resource is in the state with this entity tag. */
  record IfMatch(String etag) implements Precondition {}

  /** There is no such resource. */
  record CreateOnly() implements Precondition {}

  /** No condition. */
  Precondition NONE = new None();

  /** Only create. */
  Precondition CREATE_ONLY = new CreateOnly();
}
