package io.meshwork.planner;

/** When an action runs, in this order. */
public enum Phase {
  /** Create and widen: nobody notices. */
  EXPAND,
  /** Relays are told the new links; right after, access is withdrawn from who lost it. */
  SWITCH,
  /**
   * Narrow and delete: waits until relays run the new links, nobody uses what goes, and the time
   * for undoing is over.
   */
  CONTRACT
}
