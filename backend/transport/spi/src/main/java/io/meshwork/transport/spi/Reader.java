package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at channels without consuming them. One thread. */
public interface Reader extends AutoCloseable {
  /** The newest committed events of a channel, newest first, at most {@code count}. */
  List<Received> newest(ChannelAddress channel, int count);

  /** Committed events of one partition from a position on, in order, at most {@code count}. */
  List<Received> range(SourcePartition partition, Position from, int count);

  /** Where each partition of the channel ends for a reader of committed events. */
  Map<SourcePartition, Position> ends(ChannelAddress channel);

  /** The position of the first event at or after the time; the end where there is none. */
  Map<SourcePartition, Position> positionsAt(ChannelAddress channel, Instant time);

  /** The same of many channels at once; those that are not there have no partition. */
  Map<SourcePartition, Position> ends(Set<ChannelAddress> channels);

  /** The same of many channels at once; those that are not there have no partition. */
  Map<SourcePartition, Position> positionsAt(Set<ChannelAddress> channels, Instant time);

  /** Events between two positions of one partition; 0 when {@code to} is not after {@code from}. */
  long distance(SourcePartition partition, Position from, Position to);

  /**
   * The last committed position of each link's source partitions, over all slots of this target.
   */
  Map<LinkPartition, Position> positions();

  /** The same of these groups alone; those that this target does not have hold none. */
  Map<LinkPartition, Position> positions(Set<SlotGroup> groups);

  /** The crossings committed at this target since a moment, oldest first, at most {@code count}. */
  List<Crossing> crossings(Instant since, int count);

  /** Who consumes these channels; needs {@link Capability#CONSUMER_LAG}. */
  List<ConsumerGroup> consumers(Set<ChannelAddress> channels);

  @Override
  void close();
}
