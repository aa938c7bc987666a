package io.meshwork.transport.spi;

import java.util.List;
import java.util.Map;

/**
 * What one poll yields.
 *
 * @param events by partition in order
 * @param through where each partition that moved is read to now; beyond its last event where what
 *     follows is not for readers, such as aborted events
 * @param gaps ranges that cannot be read any more; their partitions stand still until assigned anew
 */
public record Batch(
    List<Received> events, Map<SourcePartition, Position> through, List<SourceGap> gaps) {
  /** Copies. */
  public Batch {
    events = List.copyOf(events);
    through = Map.copyOf(through);
    gaps = List.copyOf(gaps);
  }

  /** Nothing came. */
  public static Batch empty() {
    return new Batch(List.of(), Map.of(), List.of());
  }
}
