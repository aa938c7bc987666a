package io.meshwork.transport.spi;

import java.util.UUID;

/**
 * Who writes for a slot.
 *
 * @param slot which
 * @param holder this ownership of the slot: the same for all its lanes, and for no other owner
 * @param lane 0 for the main lane; others, below {@link #LANES}, run beside it
 */
public record SlotWriter(SlotId slot, UUID holder, int lane) {
  /** How many lanes a slot may have. */
  public static final int LANES = 4;

  /** Checks the lane's number. */
  public SlotWriter {
    if (lane < 0 || lane >= LANES) {
      throw new IllegalArgumentException(
          "Lane %d of slot %s; lanes are numbered from 0 to %d.".formatted(lane, slot, LANES - 1));
    }
  }

  /** A new owner's main lane. */
  public static SlotWriter main(SlotId slot) {
    return new SlotWriter(slot, UUID.randomUUID(), 0);
  }

  /** Another lane of the same owner. */
  public SlotWriter beside(int number) {
    return new SlotWriter(slot, holder, number);
  }

  @Override
  public String toString() {
    return lane == 0 ? slot.toString() : slot + "." + lane;
  }
}
