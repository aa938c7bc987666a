package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * A batch while it grows: of single events, and of the records of batches that were too small. It
 * is compressed when it is closed, so that until then it holds nothing but its records.
 */
final class Encoding implements Written.Shipment {
  private static final Compression COMPRESSION = Compression.lz4().build();

  /** A record's length, attributes, time and offset, at the most. */
  private static final int RECORD_HEAD = 24;

  private final RecordBytes plain;
  private final DataOutputStream records;
  private final ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD);
  private final int most;
  private final boolean transactional;
  private int count;
  private long firstTimestamp;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private @Nullable Sending sending;

  /**
   * Of records that are collected there.
   *
   * @param most bytes, before compression: so what comes out is never larger than a topic takes
   */
  Encoding(RecordBytes plain, int most, boolean transactional) {
    this.plain = plain;
    this.most = most;
    this.transactional = transactional;
    this.records = new DataOutputStream(plain);
  }

  /** Whether there is room for so many more bytes; an empty batch takes anything. */
  boolean hasRoom(long bytes) {
    return count == 0 || plain.size() + bytes <= most;
  }

  Written append(Event event) {
    long time = event.timestamp() < 0 ? System.currentTimeMillis() : event.timestamp();
    try {
      DefaultRecord.writeTo(
          records,
          count,
          next(time),
          Records.wrapped(event.key()),
          Records.wrapped(event.payload()),
          Records.headers(event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count++;
    return new Written(this, count - 1, 1);
  }

  /** Takes over all records of a batch, bytes as they are, numbered and timed anew. */
  Written append(Unpacked batch) {
    int first = count;
    for (Unpacked.Raw raw = batch.next(); raw != null; raw = batch.next()) {
      long delta = next(raw.timestamp());
      int size = 1 + ByteUtils.sizeOfVarlong(delta) + ByteUtils.sizeOfVarint(count) + raw.length();
      head.clear();
      ByteUtils.writeVarint(size, head);
      head.put(raw.attributes());
      ByteUtils.writeVarlong(delta, head);
      ByteUtils.writeVarint(count, head);
      plain.write(head.array(), 0, head.position());
      plain.write(raw.bytes(), raw.from(), raw.length());
      count++;
    }
    return new Written(this, first, count - first);
  }

  private long next(long time) {
    if (count == 0) {
      firstTimestamp = time;
    }
    maxTimestamp = Math.max(maxTimestamp, time);
    return time - firstTimestamp;
  }

  int count() {
    return count;
  }

  /** Where it collects its records; free once it is closed. */
  RecordBytes plain() {
    return plain;
  }

  /**
   * Lets it grow no more.
   *
   * @param scratch for the compression only; what comes out has a buffer of its own
   */
  Sending close(long producerId, short producerEpoch, int sequence, ByteBuffer scratch) {
    ByteBufferOutputStream stream = new ByteBufferOutputStream(scratch.clear());
    stream.position(StoredBatch.HEADER);
    try (OutputStream compressed =
        COMPRESSION.wrapForOutput(stream, RecordBatch.CURRENT_MAGIC_VALUE)) {
      plain.writeTo(compressed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int size = stream.position();
    ByteBuffer batch = ByteBuffer.allocate(size);
    batch.put(stream.buffer().duplicate().position(0).limit(size)).flip();
    DefaultRecordBatch.writeHeader(
        batch.duplicate(),
        0L,
        count - 1,
        size,
        RecordBatch.CURRENT_MAGIC_VALUE,
        COMPRESSION.type(),
        TimestampType.CREATE_TIME,
        firstTimestamp,
        maxTimestamp,
        producerId,
        producerEpoch,
        sequence,
        transactional,
        false,
        false,
        RecordBatch.NO_PARTITION_LEADER_EPOCH,
        count);
    Sending closed = new Sending(count, batch);
    sending = closed;
    return closed;
  }

  @Override
  public Sending sending() {
    return Objects.requireNonNull(sending, "asked for before the flush");
  }
}
