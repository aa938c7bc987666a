package io.meshwork.model.catalog;

/** Where a grant stands. Written in lower case with hyphens. */
public enum GrantState {
  /** Waits for the owner's word. */
  PENDING,
  /** The subscription may have the event type. */
  APPROVED,
  /** The owner refused. */
  REJECTED,
  /** The owner took it back. */
  REVOKED,
  /** Its time is over. */
  EXPIRED
}
