package io.meshwork.transport.memory;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.TransportError;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may write for one slot. Invariant: in each lane only the holder of the newest epoch has an
 * open transaction, and all lanes are one holder's. Guarded by the broker's lock.
 */
final class SlotOwner {
  private final MemoryBroker broker;
  private final long[] epochs = new long[SlotWriter.LANES];
  private final @Nullable Transaction[] open = new @Nullable Transaction[SlotWriter.LANES];
  private @Nullable UUID holder;

  SlotOwner(MemoryBroker broker) {
    this.broker = broker;
  }

  /** Ends what the former owner left open in the lane, in all lanes if it is the main one. */
  long takeOver(SlotWriter writer) {
    if (writer.lane() == 0) {
      for (int lane = 0; lane < SlotWriter.LANES; lane++) {
        end(lane, false);
        epochs[lane]++;
      }
      holder = writer.holder();
    } else if (!writer.holder().equals(holder)) {
      throw fenced();
    } else {
      end(writer.lane(), false);
    }
    epochs[writer.lane()]++;
    return epochs[writer.lane()];
  }

  /** Nobody who has written so far writes again; what they left open is forgotten. */
  void shutOut() {
    Arrays.fill(open, null);
    Arrays.setAll(epochs, lane -> epochs[lane] + 1);
  }

  void demand(int lane, long epoch) {
    if (epoch != epochs[lane]) {
      throw fenced();
    }
  }

  private MeshException fenced() {
    return new MeshException(
        TransportError.FENCED,
        "Another owner of this slot has begun on broker '%s'; this one must stop."
            .formatted(broker.name()));
  }

  Transaction transaction(int lane) {
    Transaction current = open[lane];
    if (current == null) {
      current = new Transaction();
      open[lane] = current;
    }
    return current;
  }

  void end(int lane, boolean commit) {
    Transaction current = open[lane];
    if (current != null) {
      current.end(commit, broker.now().toEpochMilli());
      open[lane] = null;
    }
  }
}
