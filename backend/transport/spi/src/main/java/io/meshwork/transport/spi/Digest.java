package io.meshwork.transport.spi;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.EventHash;

/**
 * A fingerprint of a bag of events that adds up: the digest of two ranges together is the sum of
 * theirs, in any order.
 *
 * @param events how many
 * @param sum of each event's hash, modulo 2^64
 */
public record Digest(long events, long sum) {
  /** Of no event. */
  public static final Digest NONE = new Digest(0, 0);

  /** Of one event: its key, payload and headers, not its timestamp. */
  public static Digest of(Event event) {
    return new Digest(1, EventHash.of(event));
  }

  /** Of both. */
  public Digest plus(Digest other) {
    return new Digest(events + other.events, sum + other.sum);
  }
}
