package io.meshwork.transport.memory;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.TransportError;
import org.jspecify.annotations.Nullable;

/**
 * Who may write for one slot. Invariant: only the holder of the newest epoch has an open
 * transaction. Guarded by the broker's lock.
 */
final class SlotOwner {
  private final MemoryBroker broker;
  private long epoch;
  private @Nullable Transaction open;

  SlotOwner(MemoryBroker broker) {
    this.broker = broker;
  }

  /** Ends what the former owner left open; the new owner's epoch. */
  long takeOver() {
    end(false);
    return ++epoch;
  }

  void shutOut() {
    open = null;
    epoch++;
  }

  void demand(long holder) {
    if (holder != epoch) {
      throw new MeshException(
          TransportError.FENCED,
          "Another owner of this slot has begun on broker '%s'; this one must stop."
              .formatted(broker.name()));
    }
  }

  Transaction transaction() {
    Transaction current = open;
    if (current == null) {
      current = new Transaction();
      open = current;
    }
    return current;
  }

  void end(boolean commit) {
    if (open != null) {
      open.end(commit, broker.now().toEpochMilli());
      open = null;
    }
  }
}
