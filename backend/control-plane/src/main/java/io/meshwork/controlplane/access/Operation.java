package io.meshwork.controlplane.access;

/** What can be done with a thing: one column of the permission table. */
public enum Operation {
  /** Know of it and read it. */
  READ,
  /** Read payloads of an event type. */
  READ_PAYLOAD,
  /** Put, retire, restore, pause, resume. */
  CHANGE,
  /** Change a team's own document, hand an event type over. */
  ADMINISTER,
  /** Answer requests for an event type. */
  GRANT,
  /** Make and revoke an application's keys. */
  MANAGE_KEYS,
  /** Compute a plan that touches it. */
  PLAN,
  /** Apply a plan that touches it. */
  APPLY,
  /** Read the audit log of it. */
  READ_AUDIT,
  /** Read a region's manifest and contracts. */
  READ_MANIFEST,
  /** Post reports of a region. */
  REPORT,
  /** Publish events of an application. */
  PUBLISH
}
