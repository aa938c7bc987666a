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
 * @param work how it got on; a report of an earlier relay has none
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
    long bytesInFlight,
    Work work) {
  /** A relay of an earlier version tells nothing of its work. */
  @SuppressWarnings("NullableProblems")
  public LinkReport {
    work = work == null ? Work.NONE : work;
  }

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

  /** Why a link runs beside the others of its slot, or waits. */
  public enum Beside {
    /** It is far behind the others of its channel. */
    LAGGING,
    /** It has used up its rate, or its team's. */
    HELD,
    /** Its target does not take its events. */
    FAILING
  }

  /**
   * How a link gets on in one relay.
   *
   * @param beside why it runs beside the others of its slot, {@code null}: it does not
   * @param forwarded events read that were handed on in whole batches; those read again count again
   * @param reencoded likewise, one by one
   * @param merged likewise, in batches that were put together
   * @param transactions commits that held events or letters of it
   * @param deadLetters letters written, of events refused for good
   * @param waitedMillis for how long it had events to move and waited for its rate or its team's,
   *     summed over its slots
   */
  public record Work(
      @Nullable Beside beside,
      long forwarded,
      long reencoded,
      long merged,
      long transactions,
      long deadLetters,
      long waitedMillis) {
    /** Nothing. */
    public static final Work NONE = new Work(null, 0, 0, 0, 0, 0, 0);

    /** Both together, beside the others for the graver reason. */
    public Work plus(Work other) {
      Beside graver =
          beside == null || (other.beside != null && other.beside.compareTo(beside) > 0)
              ? other.beside
              : beside;
      return new Work(
          graver,
          forwarded + other.forwarded,
          reencoded + other.reencoded,
          merged + other.merged,
          transactions + other.transactions,
          deadLetters + other.deadLetters,
          waitedMillis + other.waitedMillis);
    }
  }
}
