package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads stretches of partitions, one after the other, with one consumer. */
final class Scan implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Scan(Connection connection) {
    this.connection = connection;
    this.consumer =
        connection.catchingUp("reader", Map.of(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20));
  }

  /** Committed records from an offset until one, at most {@code count}. */
  List<Received> read(TopicPartition partition, Uuid topicId, long from, long until, int count) {
    List<Received> found = new ArrayList<>();
    try {
      consumer.assign(Set.of(partition));
      consumer.seek(partition, from);
      long limit = System.nanoTime() + connection.timeout().toNanos();
      while (found.size() < count && consumer.position(partition) < until) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(STEP)) {
          if (record.offset() < until && found.size() < count) {
            found.add(received(record, topicId));
          }
        }
        if (System.nanoTime() > limit) {
          throw new TimeoutException("%s could not be read in time".formatted(partition));
        }
      }
      return found;
    } catch (OffsetOutOfRangeException e) {
      // Retention was faster; what is left begins later.
      return found;
    } catch (KafkaException e) {
      throw connection.errors().of("reading " + partition, e);
    }
  }

  private static Received received(ConsumerRecord<byte[], byte[]> record, Uuid topicId) {
    int epoch = record.leaderEpoch().orElse(KafkaPosition.UNKNOWN_EPOCH);
    return new Received(
        new SourcePartition(new ChannelAddress(record.topic()), record.partition()),
        new KafkaPosition(topicId, record.offset(), epoch).position(),
        new KafkaPosition(topicId, record.offset() + 1, epoch).position(),
        KafkaEvents.of(record));
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
  }
}
