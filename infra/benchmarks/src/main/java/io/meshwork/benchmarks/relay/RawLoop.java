package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that moves records with the public clients: one consumer, one producer, one thread,
 * tuned as MirrorMaker 2 is. At least once, or in transactions that hold the positions as offsets
 * of a group at the target. It always begins at the beginning.
 */
final class RawLoop {
  private static final Duration WAIT = Duration.ofMillis(100);

  /** Short ones cost a transaction's begin and end; a longer one makes the loop no faster. */
  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String SOURCE = "source.";
  private static final String TARGET = "target.";

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String target;
  private final boolean once;
  private volatile boolean failed;

  private RawLoop(Properties told) {
    once = Boolean.parseBoolean(told.getProperty("once"));
    target = told.getProperty("to");
    consumer =
        new KafkaConsumer<>(
            part(told, SOURCE), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(
            part(told, TARGET), new ByteArraySerializer(), new ByteArraySerializer());
    List<TopicPartition> partitions = Clusters.partitions(told.getProperty("from"));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  static Mover.Working start(Mover.Job job, boolean once) {
    String target = "raw." + job.tag();
    job.clusters().target().create(target);
    if (once) {
      // A broker takes positions only of topics that it knows.
      job.clusters().target().create(job.source());
    }
    Map<String, Object> told = new HashMap<>(Map.of("from", job.source(), "to", target));
    told.put("once", once);
    put(told, SOURCE, job.clusters().source().cluster().superSettings());
    put(told, SOURCE, Tuning.consumer());
    put(told, SOURCE, Map.of(ConsumerConfig.GROUP_ID_CONFIG, job.tag()));
    put(told, SOURCE, Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
    put(told, SOURCE, Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false));
    put(told, TARGET, job.clusters().target().cluster().superSettings());
    put(told, TARGET, Tuning.producer());
    if (once) {
      put(told, TARGET, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, job.tag()));
    }
    ChildJvm.Program program =
        new ChildJvm.Program(
            ClassPaths.ofClients(),
            RawLoop.class.getName(),
            List.of(Tuning.file(job, told).toString()),
            List.of(),
            Map.of(),
            job.heapMegabytes());
    return new Mover.Working(
        new ChildJvm(program, job.folder().resolve(job.tag() + ".log")), target);
  }

  private static void put(Map<String, Object> told, String prefix, Map<String, Object> settings) {
    settings.forEach((name, value) -> told.put(prefix + name, value));
  }

  private static Map<String, Object> part(Properties told, String prefix) {
    Map<String, Object> part = new HashMap<>();
    for (String name : told.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        part.put(name.substring(prefix.length()), told.getProperty(name));
      }
    }
    return part;
  }

  /** Argument: the file of properties. Runs until killed. */
  public static void main(String[] arguments) {
    Properties told = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      told.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new RawLoop(told).run();
  }

  private void run() {
    if (once) {
      producer.initTransactions();
    }
    boolean open = false;
    long begun = System.nanoTime();
    while (!failed) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(WAIT);
      if (!open && !records.isEmpty()) {
        open = true;
        begun = System.nanoTime();
        if (once) {
          producer.beginTransaction();
        }
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        send(record);
      }
      if (open && System.nanoTime() - begun >= COMMIT_NANOS) {
        commit();
        open = false;
      }
    }
    throw new IllegalStateException("A record was not stored.");
  }

  private void send(ConsumerRecord<byte[], byte[]> record) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                target,
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers()),
            (_, fault) -> failed |= fault != null);
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    consumer
        .assignment()
        .forEach(
            partition ->
                positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
    if (once) {
      producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
      producer.commitTransaction();
    } else {
      producer.flush();
      consumer.commitSync(positions);
    }
  }
}
