package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning in a thread of its own and takes down how long each stamped
 * event was on its way until it was in a reader's hands.
 */
final class Arrivals implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final int DIGITS = 3;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Recorder micros = new Recorder(DIGITS);
  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
  private final AtomicLong counted = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);

  private final int expected;

  Arrivals(Clusters.Side side, String topic, boolean committed) {
    expected = side.partitions(topic).size();
    consumer =
        new KafkaConsumer<>(
            side.settings(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    committed ? "read_committed" : "read_uncommitted")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(side.partitions(topic));
    consumer.seekToBeginning(consumer.assignment());
    Thread.ofPlatform().name("arrivals").daemon().start(this::read);
  }

  private void read() {
    try {
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(WAIT);
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          take(record, now);
        }
      }
    } catch (WakeupException e) {
      consumer.close();
    } finally {
      ended.countDown();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long now) {
    partitions.add(record.partition());
    Header header = record.headers().lastHeader(Stamp.HEADER);
    if (header != null) {
      Stamp stamp = Stamp.of(header);
      if (stamp.counts()) {
        micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(now - stamp.dueNanos())));
        counted.incrementAndGet();
      }
    }
  }

  /** Whether something has arrived in every partition. */
  boolean fromEverywhere() {
    return partitions.size() == expected;
  }

  /** How many of those that count have arrived. */
  long counted() {
    return counted.get();
  }

  /** What was taken down since this was last asked for. */
  Histogram taken() {
    return micros.getIntervalHistogram();
  }

  /** Ends the reading; what was taken down. */
  Histogram end() {
    close();
    return taken();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      if (!ended.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The reader does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
