package io.meshwork.api;

import io.meshwork.model.LinkId;
import org.jspecify.annotations.Nullable;

/**
 * One link in one relay. Counts are of this run of the relay, after commit; partitions are divided
 * among relays, so a link's figures are the sums over its relays.
 *
 * @param state what it does
 * @param problem why it retries or stands, in words
 * @param partitions how many source partitions this relay reads for it
 * @param events written and committed
 * @param bytes of those
 * @param filtered held back by the filter
 * @param refused for good
 * @param retries writes tried again
 * @param gaps ranges found missing
 * @param lagEvents not yet read in the partitions read
 * @param lagSeconds age of the oldest event not yet read, 0 when there is none
 * @param latency from the event's timestamp to its commit, over the last minute
 * @param bytesInFlight read and not yet committed
 */
public record LinkReport(
    LinkId link,
    State state,
    @Nullable String problem,
    int partitions,
    long events,
    long bytes,
    long filtered,
    long refused,
    long retries,
    long gaps,
    long lagEvents,
    double lagSeconds,
    Latency latency,
    long bytesInFlight) {
  /** What a link does in one relay. */
  public enum State {
    /** Waits for slots, or reads positions. */
    STARTING,
    /** Moves events, or would if there were any. */
    RUNNING,
    /** The source or the target is away; tries again. */
    RETRYING,
    /** A partition stands at a gap until somebody decides. */
    STOPPED
  }

  /**
   * Milliseconds, by percentile; all 0 without events.
   *
   * @param count of events measured
   */
  public record Latency(long count, double p50, double p90, double p99, double max) {
    /** No event. */
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0);
  }
}
