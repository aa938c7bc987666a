package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes to very many partitions in turn, so many events a second in all, in a thread of its
 * own.
 */
final class Trickle implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Records records;
  private final List<TopicPartition> partitions;
  private final AtomicLong published = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  Trickle(Clusters.Side side, Records records, List<TopicPartition> partitions, int rate) {
    this.records = records;
    this.partitions = List.copyOf(partitions);
    producer =
        new KafkaProducer<>(
            side.settings(
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.LINGER_MS_CONFIG, 0)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread = Thread.ofPlatform().name("trickle").daemon().start(() -> run(rate));
  }

  private void run(int rate) {
    long start = System.nanoTime();
    for (long event = 0; !closed; event++) {
      long due = start + OpenLoop.due(event, rate);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      publish(event);
    }
  }

  private void publish(long number) {
    TopicPartition to = partitions.get((int) (number % partitions.size()));
    ProducerRecord<byte[], byte[]> record = records.record(to.topic(), number, 1);
    var stamped =
        new ProducerRecord<>(
            to.topic(), to.partition(), record.key(), record.value(), record.headers());
    stamped.headers().add(new Stamp(System.nanoTime(), true).header());
    var _ =
        producer.send(
            stamped,
            (_, fault) -> {
              if (fault == null) {
                published.incrementAndGet();
              }
            });
  }

  /** One event to each partition, now. */
  void toEach() {
    for (int number = 0; number < partitions.size(); number++) {
      publish(number);
    }
    producer.flush();
  }

  /** Events that the source has. */
  long published() {
    return published.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
  }
}
