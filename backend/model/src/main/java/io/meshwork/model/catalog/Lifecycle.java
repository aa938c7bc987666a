package io.meshwork.model.catalog;

/** Where an event type stands in its life. Written in lower case with hyphens. */
public enum Lifecycle {
  /** Not yet promised to anybody. */
  DRAFT,
  /** In use. */
  ACTIVE,
  /** Ends at its sunset. */
  DEPRECATED,
  /** Ended; its name stays reserved. */
  RETIRED
}
