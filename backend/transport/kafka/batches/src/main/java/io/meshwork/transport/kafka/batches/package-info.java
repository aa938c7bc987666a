/**
 * Reads and writes whole record batches. The one place that stands on the internals of Kafka's
 * client, whose release is pinned; knows topics and batches, nothing of channels and slots.
 */
@NullMarked
package io.meshwork.transport.kafka.batches;

import org.jspecify.annotations.NullMarked;
