package io.meshwork.controlplane.access;

/** What an application's key may be used for. Written in lower case. */
public enum Scope {
  /** Read what the team sees. */
  READ,
  /** Change what the team owns, its members and keys excepted. */
  REGISTER,
  /** Answer requests for the team's event types. */
  APPROVE,
  /** Compute plans. */
  PLAN,
  /** Apply plans. */
  APPLY,
  /** Publish events. */
  PUBLISH,
  /** Use the schema registry. */
  REGISTRY
}
