package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads committed events of assigned partitions, each partition in order. One thread; {@link
 * #wakeUp} from any.
 */
public interface EventSource extends AutoCloseable {
  /**
   * Replaces the assignment. A partition that stays assigned with an equal start goes on where it
   * is; another start takes effect at once. To read again from an equal start, unassign it before.
   * Positions that the broker no longer has are not skipped in silence: the partition stops and
   * {@link Batch#gaps} names the range.
   */
  void assign(Map<SourcePartition, StartPosition> starts);

  /** Stops fetching these until {@link #resume}; they stay assigned. */
  void pause(Set<SourcePartition> partitions);

  /** Fetches these again. */
  void resume(Set<SourcePartition> partitions);

  /**
   * The next events, at once when there are any, else after at most {@code wait}; then possibly
   * none.
   */
  Batch poll(Duration wait);

  /**
   * The fate of events of earlier batches. Transports that read by position ignore it: their
   * progress is what a sink commits. Others delete, delay or set aside.
   */
  void settle(List<Settlement> settlements);

  /** How many partitions each channel has now. Channels that are not there are absent. */
  Map<ChannelAddress, Integer> partitions(Set<ChannelAddress> channels);

  /**
   * Events between the position and the newest committed one, by partition; read from what the last
   * fetch told, so without a call to the broker. Absent for what has not been fetched yet.
   */
  Map<SourcePartition, Long> lag();

  /** Makes a waiting {@link #poll} return now. Any thread. */
  void wakeUp();

  @Override
  void close();
}
