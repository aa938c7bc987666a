package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event to write.
 *
 * @param channel where to
 * @param partition which part, {@code null}: by key
 */
public record Outgoing(ChannelAddress channel, @Nullable Integer partition, Event event) {}
