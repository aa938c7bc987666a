package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One mover moving one source once. Begins with a target that holds nothing of another mover, and
 * leaves none of this one's.
 */
final class Measurement {
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(90);

  /** How many records of a target are read to see what an offset stands for. */
  private static final int SAMPLE = 200_000;

  private final Clusters clusters;
  private final Mover.Job job;

  Measurement(Mover.Job job) {
    this.job = job;
    this.clusters = job.clusters();
  }

  /** The mover did not do what it is measured for; the message says how far it came. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /** Lets it move until the rule has its marks. */
  Run run(Mover mover, MarkRule.Bounds bounds, SourceTopic source, int recordBytes) throws Failed {
    try (var _ = new Leftovers(clusters)) {
      Mover.Working working = mover.start(job);
      MarkRule rule = new MarkRule(bounds, source.records());
      double peak;
      try (working) {
        peak = watch(working, rule);
      }
      double share = share(working.target(), rule.last(), recordBytes);
      return Run.between(rule.first(), rule.last(), share, peak);
    }
  }

  /** The peak of its memory between the marks. */
  private double watch(Mover.Working working, MarkRule rule) throws Failed {
    ProcessCost cost = new ProcessCost(working.process().pid());
    long begun = System.nanoTime();
    boolean moving = false;
    while (true) {
      if (!working.process().isAlive()) {
        throw failed(working, "it ended by itself");
      }
      Mark mark = look(working.target(), cost);
      if (rule.take(mark)) {
        cost.forgetPeak();
      }
      if (rule.isDone()) {
        return cost.peakMegabytes();
      }
      moving |= mark.offsets() > 0;
      if (moving
          ? rule.isStalled(mark.nanos(), PATIENCE)
          : mark.nanos() - begun > START.toNanos()) {
        throw failed(working, "it stands still after %,d events".formatted(mark.offsets()));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static Failed failed(Mover.Working working, String what) {
    return new Failed(what + "; its log ends with:\n" + working.process().lastWords());
  }

  private Mark look(String topic, ProcessCost mover) {
    long offsets = clusters.target().count(topic);
    return new Mark(
        System.nanoTime(),
        offsets,
        mover.cpuSeconds(),
        clusters.source().cpuSeconds(),
        clusters.target().cpuSeconds());
  }

  /**
   * How many records an offset at the target stands for, counted over some in the middle of each
   * partition. Records of another size than the source's are no copies.
   */
  private double share(String topic, Mark last, int recordBytes) throws Failed {
    long some = Math.min(SAMPLE, last.offsets() / 2) / clusters.target().partitions(topic).size();
    Map<String, Object> settings =
        clusters
            .target()
            .settings(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    5000));
    long records = 0;
    long offsets = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = new HashMap<>(clusters.target().ends(topic));
      ends.values().removeIf(end -> end == 0);
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        long from = end.getValue() / 2;
        long until = Math.min(end.getValue(), from + some);
        consumer.assign(Set.of(end.getKey()));
        consumer.seek(end.getKey(), from);
        while (consumer.position(end.getKey()) < until) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
            check(record, recordBytes);
            records++;
          }
        }
        offsets += consumer.position(end.getKey()) - from;
      }
    }
    if (records == 0) {
      throw new Failed("nothing can be read at the target");
    }
    return (double) records / offsets;
  }

  private static void check(ConsumerRecord<byte[], byte[]> record, int recordBytes) throws Failed {
    int size = record.serializedKeySize() + record.serializedValueSize();
    for (Header header : record.headers()) {
      size += header.key().length() + header.value().length;
    }
    if (size != recordBytes) {
      throw new Failed(
          "a record at the target has %d bytes, those at the source %d"
              .formatted(size, recordBytes));
    }
  }
}
