package io.meshwork.benchmarks.relay;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a record of the open loop carries through the mover.
 *
 * @param dueNanos when it was to be sent, by this process's clock, whenever it was sent
 * @param counts whether it belongs to the time that is measured
 */
record Stamp(long dueNanos, boolean counts) {
  static final String HEADER = "bench-due";

  Header header() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 1);
    bytes.putLong(dueNanos).put((byte) (counts ? 1 : 0));
    return new RecordHeader(HEADER, bytes.array());
  }

  static Stamp of(Header header) {
    ByteBuffer bytes = ByteBuffer.wrap(header.value());
    return new Stamp(bytes.getLong(), bytes.get() == 1);
  }
}
