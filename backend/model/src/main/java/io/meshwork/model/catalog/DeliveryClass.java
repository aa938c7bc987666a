package io.meshwork.model.catalog;

/** What a link promises, from weakest to strongest. Written in lower case with hyphens. */
public enum DeliveryClass {
  /** May lose, never repeats. */
  AT_MOST_ONCE,
  /** Never loses, may repeat. */
  AT_LEAST_ONCE,
  /** Never loses, never repeats for a reader of committed events. */
  EFFECTIVELY_ONCE
}
