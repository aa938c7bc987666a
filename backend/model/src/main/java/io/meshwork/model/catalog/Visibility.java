package io.meshwork.model.catalog;

/** Who finds an event type. Written in lower case with hyphens. */
public enum Visibility {
  /** Every signed-in team. */
  PUBLIC,
  /** Its owner and whom it granted; for others it does not exist. */
  PRIVATE
}
