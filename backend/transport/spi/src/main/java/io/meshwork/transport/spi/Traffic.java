package io.meshwork.transport.spi;

/**
 * What a channel holds and what was lately written to it, over all its partitions. Counts are of
 * positions, so that a log's gaps and transaction marks may make them too large. Times are those
 * that the broker keeps with an event: where its publisher set them, an old event written just now
 * counts as old.
 *
 * @param retained events that it holds now
 * @param lastHour of those, written in the last hour
 * @param lastDay of those, written in the last 24 hours
 */
public record Traffic(long retained, long lastHour, long lastDay) {
  /** Nothing in it. */
  public static final Traffic NONE = new Traffic(0, 0, 0);
}
