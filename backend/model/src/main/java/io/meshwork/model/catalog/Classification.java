package io.meshwork.model.catalog;

/** How sensitive the payload of an event type is. Written in lower case with hyphens. */
public enum Classification {
  /** Anybody may read it. */
  PUBLIC,
  /** Everybody in the company may read it. */
  INTERNAL,
  /** Who needs it may read it. */
  CONFIDENTIAL,
  /** Named readers only. */
  RESTRICTED
}
