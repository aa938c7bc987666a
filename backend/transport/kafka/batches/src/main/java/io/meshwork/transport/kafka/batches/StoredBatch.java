package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * A record batch as a broker stores it. Invariant: its header and its checksum agree, and the
 * checksum follows from the one that the source broker holds, never from the bytes as they are
 * here; so a byte changed on the way is refused at the target. One thread.
 */
public final class StoredBatch {
  static final int HEADER = 61;

  private static final int LENGTH = 8;
  private static final int LEADER_EPOCH = 12;
  private static final int MAGIC = 16;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int BASE_TIMESTAMP = 27;
  private static final int MAX_TIMESTAMP = 35;
  private static final int PRODUCER_ID = 43;
  private static final int PRODUCER_EPOCH = 51;
  private static final int BASE_SEQUENCE = 53;
  private static final int COUNT = 57;
  private static final int FRAME = 12;

  private static final short LOG_APPEND_TIME = 0x08;
  private static final short TRANSACTIONAL = 0x10;
  private static final short CONTROL = 0x20;
  private static final short DELETE_HORIZON = 0x40;

  /** Takes the events of a batch. */
  @FunctionalInterface
  public interface Taker {
    /** The next one, and where it lay. */
    void take(long offset, Event event);
  }

  private final long baseOffset;
  private final int leaderEpoch;
  private ByteBuffer bytes;
  private boolean lent;

  /** Of the bytes from its base offset to its last record. */
  StoredBatch(ByteBuffer bytes) {
    this.bytes = bytes;
    this.baseOffset = bytes.getLong(0);
    this.leaderEpoch = bytes.getInt(LEADER_EPOCH);
  }

  /** How many bytes the batch at a place takes; -1 when not all of them are there. */
  static int sizeAt(ByteBuffer buffer, int at) {
    if (buffer.limit() - at < FRAME) {
      return -1;
    }
    int size = FRAME + buffer.getInt(at + LENGTH);
    return size <= FRAME || size > buffer.limit() - at ? -1 : size;
  }

  /** Whether the header can be read here: all since Kafka 0.11. */
  boolean isCurrent() {
    return bytes.get(MAGIC) == RecordBatch.MAGIC_VALUE_V2;
  }

  boolean isControl() {
    return isCurrent() && (attributes() & CONTROL) != 0;
  }

  boolean isTransactional() {
    return isCurrent() && (attributes() & TRANSACTIONAL) != 0;
  }

  long producerId() {
    return isCurrent() ? bytes.getLong(PRODUCER_ID) : RecordBatch.NO_PRODUCER_ID;
  }

  /** Whether it can be handed out as it is: its header tells how many records it has. */
  public boolean isWhole() {
    return isCurrent() && count() > 0;
  }

  /** The offset of its first record, or of what was that before compaction. */
  public long baseOffset() {
    return isCurrent() ? baseOffset : parsed().baseOffset();
  }

  /** The offset of its last record, or of what was that before compaction. */
  public long lastOffset() {
    return isCurrent() ? baseOffset + bytes.getInt(LAST_OFFSET_DELTA) : parsed().lastOffset();
  }

  /** The epoch of the leader that stored it. */
  public int leaderEpoch() {
    return isCurrent() ? leaderEpoch : RecordBatch.NO_PARTITION_LEADER_EPOCH;
  }

  /** How many records; of an old format none, for those are only counted by decoding. */
  public int count() {
    return isCurrent() ? bytes.getInt(COUNT) : 0;
  }

  /** The newest of its timestamps. */
  public long maxTimestamp() {
    return isCurrent() ? bytes.getLong(MAX_TIMESTAMP) : parsed().maxTimestamp();
  }

  /** Its header and its records, compressed as they are. */
  public int sizeInBytes() {
    return bytes.limit();
  }

  /**
   * Whether another broker takes it as it is and readers see the same: no holes that compaction
   * left, no times that the source broker gave, a format with a header.
   */
  public boolean canBeForwarded() {
    return isCurrent()
        && (attributes() & (LOG_APPEND_TIME | CONTROL)) == 0
        && count() > 0
        && count() == bytes.getInt(LAST_OFFSET_DELTA) + 1;
  }

  /**
   * A fingerprint of the stored records, whatever the header: equal before and after the batch is
   * forwarded. Their checksum, worked out of the whole batch's.
   */
  public long fingerprint() {
    int tail = bytes.limit() - HEADER;
    int ofRecords = bytes.getInt(CRC) ^ Checksums.shifted(headerChecksum(), tail);
    return Integer.toUnsignedLong(ofRecords) << 31 ^ tail;
  }

  /** Decodes the records, in order. */
  public void decode(BufferSupplier buffers, Taker taker) {
    MutableRecordBatch batch = parsed();
    batch.ensureValid();
    long moved = isCurrent() ? baseOffset - bytes.getLong(0) : 0;
    try (CloseableIterator<Record> records = batch.streamingIterator(buffers)) {
      while (records.hasNext()) {
        Record each = records.next();
        long time =
            batch.timestampType() == TimestampType.LOG_APPEND_TIME
                ? batch.maxTimestamp()
                : each.timestamp();
        taker.take(each.offset() + moved, Records.event(each, time));
      }
    }
  }

  /** Whether its records may be put together with those of others. */
  public boolean canBeMerged() {
    return isWhole() && !isControl();
  }

  /** Its records, decompressed, after its checksum was looked at. */
  InputStream unpacked(BufferSupplier buffers) {
    DefaultRecordBatch batch = (DefaultRecordBatch) parsed();
    batch.ensureValid();
    return batch.recordInputStream(buffers);
  }

  /** How its records tell their times. */
  Times times() {
    boolean appended = (attributes() & LOG_APPEND_TIME) != 0;
    return new Times(appended, bytes.getLong(appended ? MAX_TIMESTAMP : BASE_TIMESTAMP));
  }

  /**
   * The times of records.
   *
   * @param same for all, as the broker stored them
   * @param base that times are told from
   */
  record Times(boolean same, long base) {
    long at(long delta) {
      return same ? base : base + delta;
    }
  }

  /**
   * The bytes to send, with the header of another producer. Lent once; whoever asks again while the
   * first may still be on its way gets a copy.
   */
  ByteBuffer lend(long producerId, short producerEpoch, int sequence, boolean transactional) {
    if (lent) {
      bytes = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate().rewind()).flip();
    }
    lent = true;
    int before = headerChecksum();
    bytes.putLong(0, 0);
    bytes.putInt(LEADER_EPOCH, RecordBatch.NO_PARTITION_LEADER_EPOCH);
    int kept = attributes() & ~(DELETE_HORIZON | TRANSACTIONAL);
    bytes.putShort(ATTRIBUTES, (short) (transactional ? kept | TRANSACTIONAL : kept));
    bytes.putLong(PRODUCER_ID, producerId);
    bytes.putShort(PRODUCER_EPOCH, producerEpoch);
    bytes.putInt(BASE_SEQUENCE, sequence);
    int difference = Checksums.shifted(before ^ headerChecksum(), bytes.limit() - HEADER);
    bytes.putInt(CRC, bytes.getInt(CRC) ^ difference);
    return bytes.duplicate();
  }

  /** The abort marker's number is 0, the commit marker's 1. */
  boolean isAbortMarker() {
    for (Record record : parsed()) {
      return record.hasKey() && record.key().getShort(Short.BYTES) == 0;
    }
    return false;
  }

  private short attributes() {
    return bytes.getShort(ATTRIBUTES);
  }

  private int headerChecksum() {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(ATTRIBUTES).limit(HEADER));
    return (int) crc.getValue();
  }

  private MutableRecordBatch parsed() {
    return MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
  }
}
