package io.meshwork.controlplane.monitoring;

import io.meshwork.model.RegionName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of one relay.
 *
 * @param alive whether it has reported within 60 seconds
 * @param links how many it runs
 */
public record Instance(
    UUID id,
    String host,
    RegionName region,
    Instant startedAt,
    Instant reportedAt,
    boolean alive,
    long manifestRevision,
    @Nullable String manifestProblem,
    int links) {}
