package io.meshwork.transport.spi;

/**
 * What a transport may or may not be able to do. Planner and console ask these, never a product.
 */
public enum Capability {
  /** Keeps the order of events with one key. */
  ORDER,
  /** Channels have partitions, whose number a link keeps. */
  PARTITIONS,
  /** Events, positions and crossings are committed atomically; slots can be fenced. */
  TRANSACTIONS,
  /** A source can be read again from a position or a time. */
  REPLAY,
  /** Carries headers beside the payload, so the binary content mode. */
  HEADERS,
  /** Tells a tombstone from an empty payload, and no key from an empty one. */
  TOMBSTONES,
  /** The broker itself refuses who has no grant. */
  ACCESS_CONTROL,
  /** Makes credentials for principals. */
  CREDENTIALS,
  /** A resource made by others can be taken over. */
  ADOPTION,
  /** Tells how far groups of consumers have read. */
  CONSUMER_LAG
}
