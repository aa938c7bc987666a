package io.meshwork.transport.spi;

/**
 * A range of a source that is gone.
 *
 * @param from first missing
 * @param until first that is there again
 * @param reason such as retention, truncation, or a channel made anew under the same name
 */
public record SourceGap(SourcePartition partition, Position from, Position until, String reason) {}
