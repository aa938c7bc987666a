package io.meshwork.transport.kafka.batches;

/**
 * A batch whose records were put together with others.
 *
 * @param written what becomes of them
 * @param hashes the sum of the hashes of its records as events
 */
public record Merged(Written written, long hashes) {}
