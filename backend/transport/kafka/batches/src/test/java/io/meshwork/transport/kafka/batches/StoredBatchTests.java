package io.meshwork.transport.kafka.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.model.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.BufferSupplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Rewritten headers, compared with what Kafka's own classes make of them. */
class StoredBatchTests {
  private static final BufferSupplier BUFFERS = BufferSupplier.create();
  private static final CompressionType[] COMPRESSIONS = CompressionType.values();

  @RepeatedTest(200)
  void givesAnyBatchTheHeaderOfAnotherProducer(RepetitionInfo round) {
    Random random = new Random(round.getCurrentRepetition());
    ByteBuffer bytes = batch(random, TimestampType.CREATE_TIME);
    List<Event> before = events(new StoredBatch(copy(bytes)));
    StoredBatch stored = new StoredBatch(bytes);
    long baseOffset = stored.baseOffset();
    long lastOffset = stored.lastOffset();
    long fingerprint = stored.fingerprint();
    boolean transactional = random.nextBoolean();

    ByteBuffer lent = stored.lend(7_000_000_001L, (short) 12, 345, transactional);

    MutableRecordBatch sent = MemoryRecords.readableRecords(lent).batches().iterator().next();
    sent.ensureValid();
    assertThat(sent.producerId()).isEqualTo(7_000_000_001L);
    assertThat(sent.producerEpoch()).isEqualTo((short) 12);
    assertThat(sent.baseSequence()).isEqualTo(345);
    assertThat(sent.baseOffset()).isZero();
    assertThat(sent.partitionLeaderEpoch()).isEqualTo(-1);
    assertThat(sent.isTransactional()).isEqualTo(transactional);
    assertThat(events(new StoredBatch(copy(lent)))).isEqualTo(before);
    assertThat(stored.baseOffset()).isEqualTo(baseOffset);
    assertThat(stored.lastOffset()).isEqualTo(lastOffset);
    assertThat(stored.fingerprint()).isEqualTo(fingerprint);
    assertThat(new StoredBatch(copy(lent)).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void lendsACopyToWhoeverComesSecond() {
    StoredBatch stored = new StoredBatch(batch(new Random(1), TimestampType.CREATE_TIME));

    ByteBuffer first = stored.lend(1, (short) 1, 0, true);
    ByteBuffer second = stored.lend(2, (short) 2, 5, true);

    assertThat(producerOf(first)).isEqualTo(1);
    assertThat(producerOf(second)).isEqualTo(2);
  }

  @Test
  void tellsEventsWhereTheyLayAlsoAfterItWasLent() {
    StoredBatch stored = new StoredBatch(batch(new Random(3), TimestampType.CREATE_TIME));
    List<Long> before = offsets(stored);

    stored.lend(1, (short) 1, 0, true);

    assertThat(offsets(stored)).isEqualTo(before);
    assertThat(before.getFirst()).isEqualTo(stored.baseOffset());
    assertThat(before.getLast()).isEqualTo(stored.lastOffset());
  }

  @Test
  void neverMendsTheChecksumOfAByteThatChangedOnTheWay() {
    ByteBuffer bytes = batch(new Random(5), TimestampType.CREATE_TIME);
    int at = bytes.limit() - 1;
    bytes.put(at, (byte) (bytes.get(at) ^ 1));

    ByteBuffer lent = new StoredBatch(bytes).lend(1, (short) 1, 0, true);

    MutableRecordBatch sent = MemoryRecords.readableRecords(lent).batches().iterator().next();
    assertThatExceptionOfType(CorruptRecordException.class).isThrownBy(sent::ensureValid);
  }

  @Test
  void forwardsOnlyWhatReadersWillSeeAlike() {
    StoredBatch plain = new StoredBatch(batch(new Random(1), TimestampType.CREATE_TIME));
    StoredBatch stamped = new StoredBatch(batch(new Random(1), TimestampType.LOG_APPEND_TIME));
    ByteBuffer holed = batch(new Random(1), TimestampType.CREATE_TIME);
    holed.putInt(23, holed.getInt(23) + 1);
    StoredBatch old = new StoredBatch(old());

    assertThat(plain.canBeForwarded()).isTrue();
    assertThat(stamped.canBeForwarded()).isFalse();
    assertThat(new StoredBatch(holed).canBeForwarded()).isFalse();
    assertThat(old.canBeForwarded()).isFalse();
    assertThat(old.isWhole()).isFalse();
    assertThat(events(old)).hasSize(1);
    assertThat(old.baseOffset()).isEqualTo(4);
    assertThat(old.lastOffset()).isEqualTo(4);
    assertThat(old.maxTimestamp()).isEqualTo(99);
    assertThat(old.leaderEpoch()).isEqualTo(-1);
  }

  @Test
  void gathersTheChecksumOfAWholeFromItsParts() {
    Random random = new Random(11);
    for (int length : new int[] {0, 1, 2, 7, 61, 1000, 65_537, 3_000_001}) {
      byte[] head = new byte[40];
      byte[] tail = new byte[length];
      random.nextBytes(head);
      random.nextBytes(tail);
      CRC32C whole = new CRC32C();
      whole.update(head);
      int ofHead = (int) whole.getValue();
      whole.update(tail);
      CRC32C ofTail = new CRC32C();
      ofTail.update(tail);

      assertThat(Checksums.shifted(ofHead, length) ^ (int) ofTail.getValue())
          .isEqualTo((int) whole.getValue());
    }
  }

  private static long producerOf(ByteBuffer lent) {
    return MemoryRecords.readableRecords(lent).batches().iterator().next().producerId();
  }

  private static List<Event> events(StoredBatch batch) {
    List<Event> events = new ArrayList<>();
    batch.decode(BUFFERS, (_, event) -> events.add(event));
    return events;
  }

  private static List<Long> offsets(StoredBatch batch) {
    List<Long> offsets = new ArrayList<>();
    batch.decode(BUFFERS, (offset, _) -> offsets.add(offset));
    return offsets;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate().rewind()).flip();
  }

  private static ByteBuffer batch(Random random, TimestampType times) {
    var compression = Compression.of(COMPRESSIONS[random.nextInt(COMPRESSIONS.length)]).build();
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 16),
            RecordBatch.CURRENT_MAGIC_VALUE,
            compression,
            times,
            random.nextLong(1L << 40),
            times == TimestampType.LOG_APPEND_TIME ? 1234 : RecordBatch.NO_TIMESTAMP,
            random.nextInt(100));
    int count = 1 + random.nextInt(50);
    for (int i = 0; i < count; i++) {
      byte[] value = random.nextInt(9) == 0 ? null : new byte[random.nextInt(300)];
      if (value != null) {
        random.nextBytes(value);
      }
      byte[] key = random.nextInt(4) == 0 ? null : ("k" + i).getBytes(StandardCharsets.UTF_8);
      Header[] headers =
          random.nextInt(3) == 0
              ? new Header[] {
                new RecordHeader("ce_id", new byte[] {1}), new RecordHeader("n", (byte[]) null)
              }
              : new Header[0];
      builder.append(1_700_000_000_000L + random.nextInt(1000), key, value, headers);
    }
    return writable(builder.build());
  }

  private static ByteBuffer old() {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 12),
            RecordBatch.MAGIC_VALUE_V1,
            Compression.NONE,
            TimestampType.CREATE_TIME,
            4L);
    builder.append(99, "k".getBytes(StandardCharsets.UTF_8), "v".getBytes(StandardCharsets.UTF_8));
    return writable(builder.build());
  }

  private static ByteBuffer writable(MemoryRecords records) {
    return copy(records.buffer());
  }
}
