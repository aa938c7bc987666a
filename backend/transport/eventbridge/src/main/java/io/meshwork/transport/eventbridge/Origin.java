package io.meshwork.transport.eventbridge;

/** Who wrote the events that a rule looks at, so where in them a CloudEvent's parts lie. */
enum Origin {
  /** A relay, or whoever puts CloudEvents as relays do: {@code detail} is the whole CloudEvent. */
  RELAY,
  /** A service of AWS: {@code detail} is the data, the rest is derived from the envelope. */
  AWS,
  /** A publisher that knows no CloudEvents: likewise, source and type are the envelope's own. */
  OTHER
}
