package io.meshwork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A link, live, over all relays that run it. */
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
    @Nullable Instant reportedAt) {}
