package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at a fixed rate whatever becomes of it: each event has its moment, and one that is sent
 * late counts from that moment.
 */
final class OpenLoop implements AutoCloseable {
  private static final double SECOND = 1e9;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Records records;
  private final String topic;
  private final AtomicReference<@Nullable Exception> fault = new AtomicReference<>();
  private long number;

  OpenLoop(Clusters.Side side, Records records, String topic) {
    this.records = records;
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            side.settings(
                Map.of(
                    ProducerConfig.ACKS_CONFIG, "all",
                    ProducerConfig.LINGER_MS_CONFIG, 0,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** One event to every partition, now, that does not count. */
  void knock() {
    for (int partition = 0; partition < Clusters.PARTITIONS; partition++) {
      send(new Stamp(System.nanoTime(), false));
    }
    flush();
  }

  /** Publishes for the time of warming and then for the time that counts; how many count. */
  long run(int rate, Duration warm, Duration time) {
    long warming = (long) rate * warm.toSeconds();
    long counting = (long) rate * time.toSeconds();
    long start = System.nanoTime();
    for (long event = 0; event < warming + counting; event++) {
      long due = start + due(event, rate);
      awaitMoment(due);
      send(new Stamp(due, event >= warming));
    }
    flush();
    return counting;
  }

  /** Publishes events that count for as long as it is to go on; how many. */
  long runWhile(int rate, BooleanSupplier goOn) {
    long start = System.nanoTime();
    long event = 0;
    while (goOn.getAsBoolean()) {
      long due = start + due(event++, rate);
      awaitMoment(due);
      send(new Stamp(due, true));
    }
    flush();
    return event;
  }

  /** Nanoseconds after the start at which an event is to be sent. */
  static long due(long event, int rate) {
    return (long) (event * SECOND / rate);
  }

  private static void awaitMoment(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void flush() {
    producer.flush();
    Exception failure = fault.get();
    if (failure != null) {
      throw new IllegalStateException("An event could not be published.", failure);
    }
  }

  private void send(Stamp stamp) {
    ProducerRecord<byte[], byte[]> record = records.record(topic, number++, Clusters.PARTITIONS);
    record.headers().add(stamp.header());
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure != null) {
                fault.set(failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
