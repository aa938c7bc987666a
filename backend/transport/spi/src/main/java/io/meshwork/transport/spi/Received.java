package io.meshwork.transport.spi;

import io.meshwork.model.event.Event;

/**
 * An event as read.
 *
 * @param partition where it lay
 * @param before the position that reads it first
 * @param after the position behind it
 * @param event its bytes
 */
public record Received(SourcePartition partition, Position before, Position after, Event event) {}
