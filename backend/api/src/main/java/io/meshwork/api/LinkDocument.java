package io.meshwork.api;

import io.meshwork.model.catalog.Rate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link, live, over all relays that run it.
 *
 * @param work its counts since the mesh first heard of it
 * @param rate the most that it moves, {@code null}: no limit
 * @param teamRate the most that all links of its team move in its region, {@code null}: no limit
 * @param verification how far continuous verification is, {@code null}: it has not looked yet
 */
public record LinkDocument(
    String id,
    String kind,
    String eventType,
    String team,
    @Nullable String subscription,
    String fromBroker,
    String fromChannel,
    String toBroker,
    String toChannel,
    String runsIn,
    String state,
    @Nullable String problem,
    double eventsPerSecond,
    double bytesPerSecond,
    long events,
    long bytes,
    long filtered,
    long refused,
    long retries,
    long gaps,
    long lagEvents,
    double lagSeconds,
    LinkReport.Latency latency,
    @Nullable Instant reportedAt,
    LinkReport.Work work,
    @Nullable Rate rate,
    @Nullable Rate teamRate,
    @Nullable Verified verification) {
  /** A control plane of an earlier version does not tell how links got on. */
  @SuppressWarnings("NullableProblems")
  public LinkDocument {
    work = work == null ? LinkReport.Work.NONE : work;
  }

  /**
   * How far continuous verification of a link is.
   *
   * @param since what was committed before was not looked at
   * @param through what was committed before is verified
   * @param secondsBehind how long ago that is
   * @param openFindings what differs and ought not to
   */
  public record Verified(Instant since, Instant through, double secondsBehind, long openFindings) {}
}
