package io.meshwork.transport.spi;

import java.time.Duration;

/**
 * Membership in the group of relays that share slots, by the broker's own group protocol at the
 * target. Every slot is owned by at most one live member, and by one within seconds of a member's
 * death. A member that does not {@link #poll} for a while loses its slots.
 */
public interface SlotLease extends AutoCloseable {
  /** Keeps the membership alive and tells the listener of changes. One thread. */
  void poll(Duration wait);

  /** Gives the slots up at once, after {@link SlotListener#revoked}. */
  @Override
  void close();
}
