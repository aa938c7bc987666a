package io.meshwork.transport.spi;

import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.Locale;

/**
 * All links from one broker to another of one class that one region's relays run: what they share
 * among themselves. Relays of another region never join, since their manifest lacks these links.
 *
 * @param runsIn the region whose relays run them
 * @param slots the fixed number of shares; source partitions hash to them
 */
public record SlotGroup(
    BrokerName source, BrokerName target, DeliveryClass delivery, RegionName runsIn, int slots)
    implements Comparable<SlotGroup> {
  /** Unique at the target; made of names and so within every broker's alphabet. */
  public String name() {
    return source + "_" + delivery.name().toLowerCase(Locale.ROOT).replace('_', '-') + "_" + runsIn;
  }

  /** The slot of a source partition: equal for equal partitions on every machine and version. */
  public SlotId slotOf(SourcePartition partition) {
    int hash = partition.channel().value().hashCode() * 31 + partition.number();
    return new SlotId(this, Integer.remainderUnsigned(mixed(hash), slots));
  }

  /**
   * The finaliser of MurmurHash3 (Appleby 2011): names that differ little still use all slots, also
   * where their number is a power of two.
   */
  private static int mixed(int hash) {
    int mixed = hash;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
    mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
    return mixed ^ (mixed >>> 16);
  }

  @Override
  public int compareTo(SlotGroup other) {
    int byTarget = target.compareTo(other.target);
    return byTarget != 0 ? byTarget : name().compareTo(other.name());
  }
}
