package io.meshwork.model.catalog;

/** Whether a subscription wants events now. Written in lower case with hyphens. */
public enum SubscriptionLife {
  /** It does. */
  RUNNING,
  /** It keeps its position and gets none. */
  PAUSED
}
