package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.LinkReport.State;
import org.jspecify.annotations.Nullable;

/**
 * What one lane says of one link, as of now.
 *
 * @param state what the lane does for the link
 * @param problem why it retries or stands
 * @param partitions read
 * @param lagEvents not yet read in those
 * @param lagSeconds age of the oldest of these
 * @param beside why the link is in a lane beside the main one, or waits; {@code null}: neither
 */
public record LaneFigures(
    State state,
    @Nullable String problem,
    int partitions,
    long lagEvents,
    double lagSeconds,
    @Nullable Beside beside) {}
