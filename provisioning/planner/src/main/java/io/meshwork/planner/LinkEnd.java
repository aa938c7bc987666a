package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;

/**
 * One end of a link.
 *
 * @param channel which
 * @param address where it lies on its broker
 * @param partitions of the channel; where both ends have as many, events keep their partition
 */
public record LinkEnd(ChannelId channel, ChannelAddress address, int partitions) {
  /** The broker that the channel lies on. */
  public BrokerName broker() {
    return channel.broker();
  }
}
