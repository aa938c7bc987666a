package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.jspecify.annotations.Nullable;

/** A batch of single events while it grows. */
final class Encoding implements Written.Shipment {
  private static final Compression COMPRESSION = Compression.lz4().build();

  private final ByteBuffer buffer;
  private final MemoryRecordsBuilder builder;
  private final int most;
  private @Nullable Sending sending;

  /**
   * Into a buffer.
   *
   * @param most bytes, before compression: so what comes out is never larger than a topic takes
   */
  Encoding(ByteBuffer buffer, int most, boolean transactional) {
    this.buffer = buffer;
    this.most = most;
    this.builder =
        new MemoryRecordsBuilder(
            new ByteBufferOutputStream(buffer),
            RecordBatch.CURRENT_MAGIC_VALUE,
            COMPRESSION,
            TimestampType.CREATE_TIME,
            0L,
            RecordBatch.NO_TIMESTAMP,
            RecordBatch.NO_PRODUCER_ID,
            RecordBatch.NO_PRODUCER_EPOCH,
            RecordBatch.NO_SEQUENCE,
            transactional,
            false,
            RecordBatch.NO_PARTITION_LEADER_EPOCH,
            most);
  }

  /** Whether there is room for so many more bytes; an empty batch takes one event of any size. */
  boolean hasRoom(long bytes) {
    return builder.numRecords() == 0 || builder.uncompressedBytesWritten() + bytes <= most;
  }

  Written append(Event event) {
    Header[] headers = Records.headers(event);
    builder.append(
        event.timestamp() < 0 ? System.currentTimeMillis() : event.timestamp(),
        Records.wrapped(event.key()),
        Records.wrapped(event.payload()),
        headers);
    return new Written(this, builder.numRecords() - 1, 1);
  }

  int count() {
    return builder.numRecords();
  }

  /** Lets it grow no more. */
  Sending close(long producerId, short producerEpoch, int sequence) {
    builder.setProducerState(producerId, producerEpoch, sequence, builder.isTransactional());
    builder.close();
    Sending closed = new Sending(builder.numRecords(), builder.build().buffer(), buffer);
    sending = closed;
    return closed;
  }

  @Override
  public Sending sending() {
    return Objects.requireNonNull(sending, "asked for before the flush");
  }
}
