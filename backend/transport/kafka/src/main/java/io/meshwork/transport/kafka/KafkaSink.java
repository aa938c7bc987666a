package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** Writes events one by one, each acknowledged by all in-sync replicas, idempotently. */
final class KafkaSink implements EventSink {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Connection connection;
  private final TopicBook book;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  KafkaSink(Connection connection) {
    this.connection = connection;
    this.book = new TopicBook(connection, "sink");
  }

  @Override
  public SinkLimits limits() {
    return KafkaSlotSink.LIMITS;
  }

  @Override
  public List<WriteOutcome> write(List<Outgoing> events) {
    var writes = new Writes(connection, book, Clock.systemUTC());
    KafkaProducer<byte[], byte[]> open = producer();
    List<Writes.Write> sent = events.stream().map(one -> writes.write(open, one)).toList();
    return sent.stream().map(writes::settle).toList();
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      open =
          connection.producer(
              "sink",
              Map.of(
                  ProducerConfig.LINGER_MS_CONFIG,
                  1,
                  ProducerConfig.BUFFER_MEMORY_CONFIG,
                  KafkaSlotSink.BUFFER_BYTES,
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                  KafkaSlotSink.BUFFER_BYTES));
      producer = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE_LIMIT);
      producer = null;
    }
    book.close();
  }
}
