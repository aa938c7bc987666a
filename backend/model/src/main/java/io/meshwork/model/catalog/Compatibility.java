package io.meshwork.model.catalog;

/** Which schema versions may follow one another. Written in lower case with hyphens. */
public enum Compatibility {
  /** Any. */
  NONE,
  /** New readers read the last version's events. */
  BACKWARD,
  /** New readers read every version's events. */
  BACKWARD_TRANSITIVE,
  /** The last version's readers read new events. */
  FORWARD,
  /** Every version's readers read new events. */
  FORWARD_TRANSITIVE,
  /** Both ways with the last version. */
  FULL,
  /** Both ways with every version. */
  FULL_TRANSITIVE
}
