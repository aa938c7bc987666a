package io.meshwork.controlplane.access;

/** What a person may do in the whole mesh. */
public enum GlobalRole {
  /** Everything. */
  ADMINISTRATOR,
  /** Sees everything, changes regions and brokers, plans and applies. */
  OPERATOR,
  /** Sees everything, changes nothing. */
  AUDITOR
}
