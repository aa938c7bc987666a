package io.meshwork.transport.spi;

import io.meshwork.model.BrokerName;
import io.meshwork.model.catalog.DeliveryClass;

/**
 * All links from one broker to another of one class: what relays share among themselves.
 *
 * @param slots the fixed number of shares; source partitions hash to them
 */
public record SlotGroup(BrokerName source, BrokerName target, DeliveryClass delivery, int slots)
    implements Comparable<SlotGroup> {
  /** Unique at the target; made of names and so within every broker's alphabet. */
  public String name() {
    return source + "_" + delivery.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The slot of a source partition: equal for equal partitions on every machine and version. */
  public SlotId slotOf(SourcePartition partition) {
    int hash = partition.channel().value().hashCode() * 31 + partition.number();
    return new SlotId(this, Math.floorMod(hash * 0x9E3779B9, slots));
  }

  @Override
  public int compareTo(SlotGroup other) {
    int byTarget = target.compareTo(other.target);
    return byTarget != 0 ? byTarget : name().compareTo(other.name());
  }
}
