package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads very many partitions and notes when each first showed an event that was published after a
 * moment. One thread.
 */
final class Sightings implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int partitions;

  /** From where they end now. */
  Sightings(Clusters.Side side, Collection<TopicPartition> read) {
    partitions = read.size();
    consumer =
        new KafkaConsumer<>(
            side.settings(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    20)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(read);
    consumer.seekToEnd(read);
    // Looked up now, not when it is first asked.
    for (TopicPartition partition : List.copyOf(read)) {
      consumer.position(partition);
    }
  }

  /**
   * Waits until every partition has shown an event published after that moment.
   *
   * @return for each partition how many nanoseconds after the moment; those that show none in time
   *     are missing
   */
  Map<TopicPartition, Long> after(long moment, Duration patience) {
    Map<TopicPartition, Long> seen = new HashMap<>();
    long limit = moment + patience.toNanos();
    while (seen.size() < partitions && System.nanoTime() < limit) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
        Header header = record.headers().lastHeader(Stamp.HEADER);
        if (header != null && Stamp.of(header).dueNanos() > moment) {
          seen.putIfAbsent(
              new TopicPartition(record.topic(), record.partition()), System.nanoTime() - moment);
        }
      }
    }
    return seen;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
