package io.meshwork.transport.spi;

/** One share of a slot group. */
public record SlotId(SlotGroup group, int number) {
  @Override
  public String toString() {
    return group.name() + "-to-" + group.target() + "#" + number;
  }
}
