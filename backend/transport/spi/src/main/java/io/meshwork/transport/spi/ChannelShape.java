package io.meshwork.transport.spi;

import io.meshwork.model.DataSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a channel must hold.
 *
 * @param partitions equal wherever the event type is
 * @param retention how long it keeps events
 * @param retainedSize how many bytes a partition keeps at most, {@code null}: no limit
 * @param maxSize the largest event
 */
public record ChannelShape(
    int partitions, Duration retention, @Nullable DataSize retainedSize, DataSize maxSize) {}
