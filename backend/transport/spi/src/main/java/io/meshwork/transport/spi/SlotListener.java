package io.meshwork.transport.spi;

import java.util.Set;

/** Told which slots this process owns. Called within {@link SlotLease#poll}, on its thread. */
public interface SlotListener {
  /** These are ours from now on, as far as nobody fences us. */
  void acquired(Set<SlotId> slots);

  /**
   * These are not ours any more. Returns when work on them has ended, so that the next owner finds
   * it committed.
   */
  void revoked(Set<SlotId> slots);
}
