package io.meshwork.benchmarks.relay;

import org.apache.kafka.clients.producer.ProducerRecord;

/** An endless row of records to publish. */
interface Records {
  /** The record of a number, in the partition that the number says. */
  ProducerRecord<byte[], byte[]> record(String topic, long number, int partitions);
}
