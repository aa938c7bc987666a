package io.meshwork.transport.kafka.batches;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A place to read from.
 *
 * @param partition of the topic
 * @param topicId of that very topic: one made anew under the name is another
 * @param offset of the next record
 * @param epoch of the leader that stored the record before, below 0: not known
 */
public record Wanted(TopicPartition partition, Uuid topicId, long offset, int epoch) {}
