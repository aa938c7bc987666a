package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;

/**
 * One ordered part of a channel.
 *
 * @param number from 0; 0 where a channel has no parts
 */
public record SourcePartition(ChannelAddress channel, int number)
    implements Comparable<SourcePartition> {
  @Override
  public int compareTo(SourcePartition other) {
    int byChannel = channel.compareTo(other.channel);
    return byChannel != 0 ? byChannel : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return channel + "/" + number;
  }
}
