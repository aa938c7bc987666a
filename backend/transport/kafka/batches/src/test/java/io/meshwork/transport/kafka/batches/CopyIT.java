package io.meshwork.transport.kafka.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.TestClusters;
import io.meshwork.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of every shape are seen by Kafka's own consumer at the target as at the source. */
class CopyIT {
  private final Copier copier = new Copier(TestClusters.shared("batches"));

  @ParameterizedTest
  @CsvSource({
    "none, 1",
    "none, 100",
    "gzip, 9",
    "snappy, 100",
    "lz4, 1",
    "lz4, 9",
    "lz4, 100",
    "zstd, 100"
  })
  void copiesWhateverTheCompressionAndTheSizeOfBatches(String compression, int perBatch)
      throws Exception {
    TopicPartition from = copier.topic(Map.of());
    Random random = new Random(perBatch);
    try (var producer =
        copier.producer(
            Map.of("compression.type", compression, "linger.ms", 10_000, "batch.size", 1 << 20))) {
      for (int i = 0; i < 500; i++) {
        send(producer, from, random, i);
        if (i % perBatch == perBatch - 1) {
          producer.flush();
        }
      }
    }

    assertCopied(from, true);
  }

  @Test
  void leavesOutWhatWasAborted() throws Exception {
    TopicPartition from = copier.topic(Map.of());
    Random random = new Random(3);
    try (var producer = copier.producer(Map.of("transactional.id", "t-" + UUID.randomUUID()))) {
      producer.initTransactions();
      for (int transaction = 0; transaction < 30; transaction++) {
        producer.beginTransaction();
        for (int i = 0; i < 20; i++) {
          send(producer, from, random, i);
        }
        if (transaction % 3 == 0) {
          producer.flush();
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }

    assertThat(assertCopied(from, true)).hasSize(400);
  }

  @Test
  void keepsTheTimesThatTheSourceClusterGave() throws Exception {
    TopicPartition from = copier.topic(Map.of("message.timestamp.type", "LogAppendTime"));
    fill(from, 50, 200);

    assertCopied(from, false);
  }

  @Test
  void copiesBatchesOfAMegabyte() throws Exception {
    TopicPartition from = copier.topic(Map.of());
    try (var producer =
        copier.producer(
            Map.of("batch.size", 1_000_000, "linger.ms", 10_000, "max.request.size", 2 << 20))) {
      for (int i = 0; i < 40; i++) {
        byte[] value = new byte[90_000];
        new Random(i).nextBytes(value);
        put(producer, new ProducerRecord<>(from.topic(), 0, null, value));
      }
    }

    assertThat(assertCopied(from, true)).hasSize(40);
  }

  @Test
  void closesTheHolesThatCompactionLeft() throws Exception {
    TopicPartition from =
        copier.topic(
            Map.of(
                "cleanup.policy",
                "compact",
                "segment.ms",
                "200",
                "min.cleanable.dirty.ratio",
                "0.001"));
    try (var producer = copier.producer(Map.of("linger.ms", 10_000))) {
      for (int round = 0; round < 3; round++) {
        for (int i = round; i < 40; i += round + 1) {
          byte[] key = ("key" + i).getBytes(StandardCharsets.UTF_8);
          put(producer, new ProducerRecord<>(from.topic(), 0, key, new byte[] {(byte) round}));
        }
        producer.flush();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                put(producer, new ProducerRecord<>(from.topic(), 0, new byte[1], new byte[1]));
                producer.flush();
                return copier.fetch(start(from)).stream().anyMatch(each -> !each.canBeForwarded());
              });
    }

    assertCopied(from, false);
  }

  @Test
  void beginsWithinABatch() throws Exception {
    TopicPartition from = copier.topic(Map.of());
    TopicPartition to = copier.topic(Map.of());
    fill(from, 100, 100);
    Wanted within = new Wanted(from, copier.id(from), 37, -1);

    try (BatchWriter writer = copier.writer(null)) {
      writer.fence();
      writer.begin();
      assertThat(copier.fetch(within).getFirst().baseOffset()).isLessThan(37);
      copier.copy(within, to, writer);
    }

    assertThat(copier.seen(to)).hasSize(63).isEqualTo(copier.seen(from).subList(37, 100));
  }

  @Test
  void writesNothingOnceAnotherOwnerHasBegun() {
    TopicPartition to = copier.topic(Map.of());
    String id = "zombie-" + UUID.randomUUID();
    Event event = new Event(null, new byte[10], List.of(), 5);
    try (BatchWriter former = copier.writer(id);
        BatchWriter next = copier.writer(id)) {
      former.fence();
      former.write(to, event, 10, 1 << 20);
      former.flush();
      next.fence();

      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(former::commit)
          .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
      next.write(to, event, 10, 1 << 20);
      next.commit();
    }
    assertThat(copier.seen(to)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesAbortedWritesBackAndGoesOn(boolean secondKind) {
    TopicPartition to = copier.topic(Map.of());
    Event event = new Event(null, new byte[10], List.of(), 5);
    try (BatchWriter writer = copier.writer(secondKind)) {
      writer.fence();
      for (int round = 0; round < 3; round++) {
        writer.begin();
        writer.write(to, event, 10, 1 << 20);
        writer.flush();
        writer.abort();
        writer.begin();
        Written kept = writer.write(to, event, 10, 1 << 20);
        writer.commit();
        assertThat(kept.fault()).isNull();
      }
    }
    assertThat(copier.seen(to)).hasSize(3);
  }

  @Test
  void tellsWhichWriteIsAtFault() {
    TopicPartition keyed = copier.topic(Map.of("cleanup.policy", "compact"));
    Event good = new Event(new byte[1], new byte[10], List.of(), 5);
    Event bad = new Event(null, new byte[10], List.of(), 5);
    try (BatchWriter writer = copier.writer(null)) {
      writer.fence();
      Written first = writer.write(keyed, good, 10, 1 << 20);
      Written second = writer.write(keyed, bad, 10, 1 << 20);
      writer.flush();

      assertThat(first.fault()).isNotNull();
      assertThat(first.isCulprit()).isFalse();
      assertThat(second.fault()).isNotNull();
      assertThat(second.isCulprit()).isTrue();

      writer.begin();
      Written again = writer.write(keyed, good, 10, 1 << 20);
      writer.commit();
      assertThat(again.fault()).isNull();
    }
  }

  @Test
  void tellsThatAPlaceIsNotThere() throws Exception {
    TopicPartition from = copier.topic(Map.of());
    fill(from, 10, 1);
    try (Admin admin = copier.cluster().admin()) {
      admin.deleteRecords(Map.of(from, RecordsToDelete.beforeOffset(5))).all().get();
    }

    assertThat(copier.fetch(new Wanted(from, copier.id(from), 5, -1))).hasSizeBetween(1, 5);
    assertThat(answer(new Wanted(from, copier.id(from), 2, -1)))
        .isInstanceOf(Fetched.OutOfRange.class);
    assertThat(answer(new Wanted(from, Uuid.randomUuid(), 7, -1))).isInstanceOf(Fetched.Gone.class);
    assertThat(answer(new Wanted(from, copier.id(from), 100, 0)))
        .isEqualTo(new Fetched.CutOff(new Wanted(from, copier.id(from), 100, 0), 10));
    TopicPartition nowhere = new TopicPartition("nowhere-" + UUID.randomUUID(), 0);
    assertThat(answer(new Wanted(nowhere, Uuid.randomUuid(), 0, -1)))
        .isInstanceOf(Fetched.Gone.class);
  }

  private Fetched answer(Wanted place) {
    try (Wire wire = copier.wire("asking")) {
      Fetcher fetcher = new Fetcher(wire, 1 << 20);
      wire.interest(Set.of(place.partition().topic()));
      return Awaitility.await()
          .atMost(Copier.PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                fetcher.ask(() -> List.of(place));
                return fetcher.poll(100);
              },
              came -> !came.isEmpty())
          .getFirst();
    }
  }

  private List<Copier.Seen> assertCopied(TopicPartition from, boolean forwarded) {
    TopicPartition transactional = copier.topic(Map.of());
    TopicPartition plain = copier.topic(Map.of());
    TopicPartition first = copier.topic(Map.of());
    TopicPartition merged = copier.topic(Map.of());
    List<Copier.Seen> there = copier.seen(from);
    try (BatchWriter writer = copier.writer("copy-" + UUID.randomUUID())) {
      writer.fence();
      Copier.Counts counts = copier.copy(start(from), transactional, writer);
      assertThat(counts.decoded() == 0).isEqualTo(forwarded);
    }
    try (BatchWriter writer = copier.writer(null)) {
      writer.fence();
      copier.copy(start(from), plain, writer);
    }
    try (BatchWriter writer = copier.writer(false)) {
      writer.fence();
      copier.copy(start(from), first, writer);
    }
    try (BatchWriter writer = copier.writer("copy-" + UUID.randomUUID())) {
      writer.fence();
      int batches = copier.merge(start(from), merged, writer);
      assertThat(copier.fetch(start(merged))).hasSizeLessThanOrEqualTo(batches);
    }
    assertThat(copier.seen(merged)).isEqualTo(there);
    assertThat(copier.seen(transactional)).isEqualTo(there);
    assertThat(copier.seen(first)).isEqualTo(there);
    assertThat(copier.seen(plain)).isEqualTo(there);
    return there;
  }

  private Wanted start(TopicPartition from) {
    return new Wanted(from, copier.id(from), 0, -1);
  }

  private void fill(TopicPartition topic, int count, int seed) throws Exception {
    try (var producer = copier.producer(Map.of("linger.ms", 10_000))) {
      Random random = new Random(seed);
      for (int i = 0; i < count; i++) {
        send(producer, topic, random, i);
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, TopicPartition topic, Random random, int number)
      throws ExecutionException, InterruptedException {
    byte[] key = number % 5 == 0 ? null : ("k" + number % 7).getBytes(StandardCharsets.UTF_8);
    byte[] value = number % 11 == 0 ? null : new byte[random.nextInt(700)];
    if (value != null) {
      random.nextBytes(value);
    }
    var record = new ProducerRecord<>(topic.topic(), 0, 1_700_000_000_000L + number, key, value);
    if (number % 2 == 0) {
      record.headers().add("ce_id", new byte[] {1, (byte) number}).add("empty", null);
    }
    put(producer, record);
  }

  /** What fails at once is told at once, the rest when the producer is closed and counted. */
  private static void put(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    var sent = producer.send(record);
    if (sent.isDone()) {
      sent.get();
    }
  }
}
