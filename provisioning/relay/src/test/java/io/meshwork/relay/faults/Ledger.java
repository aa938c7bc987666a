package io.meshwork.relay.faults;

import io.meshwork.model.catalog.DeliveryClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What was published in one class's channel and what has been read at the other end, counted by
 * Kafka's own consumer. Event n lies in partition n modulo the number of partitions.
 */
final class Ledger implements AutoCloseable {
  private final DeliveryClass delivery;
  private final int partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long[] newest;
  private final boolean[] seen;
  private final long[] readAt;
  private final List<String> faults = new ArrayList<>();
  private long published;
  private long from;
  private long came;
  private long repeated;
  private long silence;

  Ledger(
      DeliveryClass delivery,
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      int partitions,
      int most) {
    this.delivery = delivery;
    this.partitions = partitions;
    this.consumer = consumer;
    this.newest = new long[partitions];
    this.seen = new boolean[most];
    this.readAt = new long[partitions];
    for (int i = 0; i < partitions; i++) {
      newest[i] = i - (long) partitions;
    }
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  static byte[] key(long n) {
    return ("k" + n % 97).getBytes(StandardCharsets.UTF_8);
  }

  /** Of varying size, and so that each is known from its number. */
  static byte[] payload(long n) {
    byte[] bytes = new byte[60 + (int) (n * 7919 % 900)];
    Arrays.fill(bytes, (byte) ('a' + n % 26));
    byte[] number = ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(number, 0, bytes, 0, number.length);
    return bytes;
  }

  static String mark(long n) {
    CRC32 crc = new CRC32();
    crc.update(payload(n));
    return n + ":" + crc.getValue();
  }

  void published(long all) {
    published = all;
  }

  long published() {
    return published;
  }

  /** A round begins, of the events from here on: silences are measured anew. */
  void listen() {
    from = published;
    came = 0;
    Arrays.fill(readAt, System.nanoTime());
    silence = 0;
  }

  /** How long, at most, no event of a partition came before one did. */
  Duration silence() {
    return Duration.ofNanos(silence);
  }

  /** Reads on, and tells whether anything came; what is wrong is kept. */
  boolean read(Duration wait) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
    records.forEach(this::count);
    return !records.isEmpty();
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    long now = System.nanoTime();
    silence = Math.max(silence, now - readAt[record.partition()]);
    readAt[record.partition()] = now;
    Header header = record.headers().lastHeader("mark");
    String mark = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    long n = mark.isEmpty() ? -1 : Long.parseLong(mark.substring(0, mark.indexOf(':')));
    if (n < 0
        || n % partitions != record.partition()
        || !Arrays.equals(record.value(), payload(n))
        || !Arrays.equals(record.key(), key(n))
        || !mark.equals(mark(n))) {
      faults.add("changed: %s in %s".formatted(mark, record.partition()));
      return;
    }
    int number = Math.toIntExact(n);
    if (seen[number]) {
      repeated++;
      if (delivery != DeliveryClass.AT_LEAST_ONCE) {
        faults.add("twice: %d".formatted(n));
      }
      return;
    }
    seen[number] = true;
    came += n >= from ? 1 : 0;
    int partition = record.partition();
    long expected = newest[partition] + partitions;
    if (n < expected) {
      faults.add("out of order: %d after %d".formatted(n, newest[partition]));
    } else {
      if (n > expected) {
        if (delivery != DeliveryClass.AT_MOST_ONCE) {
          faults.add("out of order: %d although %d is missing".formatted(n, expected));
        }
      }
      newest[partition] = n;
    }
  }

  /**
   * Whether all of the round is there; of a class that may lose events, the last of each partition:
   * what it has left out before that comes no more.
   */
  boolean isComplete() {
    if (delivery != DeliveryClass.AT_MOST_ONCE) {
      return came == published - from;
    }
    return Arrays.stream(newest).allMatch(last -> last + partitions >= published);
  }

  /** How many of these have never come. */
  long missing(long from, long until) {
    long missing = 0;
    for (long n = from; n < until; n++) {
      missing += seen[Math.toIntExact(n)] ? 0 : 1;
    }
    return missing;
  }

  long repeated() {
    return repeated;
  }

  List<String> faults() {
    return faults;
  }

  static Map<String, Object> reading() {
    return Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest");
  }

  @Override
  public void close() {
    consumer.close();
  }
}
