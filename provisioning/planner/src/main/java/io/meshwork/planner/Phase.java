package io.meshwork.planner;

/** When an action runs, in this order. */
public enum Phase {
  /** Create and widen: nobody notices. */
  EXPAND,
  /** Relays are told the new links. */
  SWITCH,
  /** Narrow and delete. */
  CONTRACT
}
