package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.EventHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * The records of one stored batch after another, decompressed and cut apart, but no objects made of
 * them. Holds one batch at a time, in a buffer that it keeps. One thread.
 */
final class Unpacked {
  private static final int FIRST_BYTES = 64 << 10;

  private final BufferSupplier buffers = BufferSupplier.create();
  private final EventHash hash = new EventHash();
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);
  private final Raw raw = new Raw();
  private StoredBatch.@Nullable Times times;
  private int left;
  private long hashes;

  /** Takes a batch in; the one before is gone. Returns how many bytes its records have. */
  int unpack(StoredBatch batch) {
    byte[] room = bytes.array();
    int length = 0;
    try (InputStream in = batch.unpacked(buffers)) {
      int read = in.read(room, 0, room.length);
      while (read > 0) {
        length += read;
        if (length == room.length) {
          room = Arrays.copyOf(room, 2 * room.length);
        }
        read = in.read(room, length, room.length - length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes = ByteBuffer.wrap(room, 0, length);
    times = batch.times();
    check(batch.count());
    left = batch.count();
    bytes.rewind();
    return length;
  }

  /** All of them, before the first is handed out: a batch is taken whole or not at all. */
  private void check(int count) {
    hashes = 0;
    try {
      for (int i = 0; i < count; i++) {
        int end = end();
        bytes.get();
        ByteUtils.readVarlong(bytes);
        ByteUtils.readVarint(bytes);
        walk(end);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CorruptRecordException("A batch's records do not fit their lengths.", e);
    }
  }

  private int end() {
    int size = ByteUtils.readVarint(bytes);
    if (size < 0 || size > bytes.remaining()) {
      throw new CorruptRecordException("A record's length, " + size + ", is none.");
    }
    return bytes.position() + size;
  }

  /** The sum of the hashes of its records as events. */
  long hashes() {
    return hashes;
  }

  /** The next record, good until the one after; {@code null}: there is none. */
  @Nullable Raw next() {
    StoredBatch.Times of = times;
    if (left == 0 || of == null) {
      return null;
    }
    left--;
    int end = end();
    raw.attributes = bytes.get();
    raw.timestamp = of.at(ByteUtils.readVarlong(bytes));
    ByteUtils.readVarint(bytes);
    raw.from = bytes.position();
    raw.length = end - raw.from;
    raw.bytes = bytes.array();
    bytes.position(end);
    return raw;
  }

  private void walk(int end) {
    part();
    part();
    int headers = ByteUtils.readVarint(bytes);
    for (int i = 0; i < headers; i++) {
      int name = length();
      hash.name(bytes.array(), bytes.position(), name);
      bytes.position(bytes.position() + name);
      part();
    }
    if (bytes.position() != end) {
      throw new CorruptRecordException("A record is longer than its parts.");
    }
    hashes += hash.end();
  }

  private void part() {
    int length = ByteUtils.readVarint(bytes);
    if (length < 0) {
      hash.absent();
    } else {
      int from = bytes.position();
      bytes.position(from + length);
      hash.part(bytes.array(), from, length);
    }
  }

  private int length() {
    int length = ByteUtils.readVarint(bytes);
    if (length < 0 || length > bytes.remaining()) {
      throw new CorruptRecordException("A header's name has a length of " + length + ".");
    }
    return length;
  }

  /** One record: where its bytes behind time and offset lie. */
  static final class Raw {
    private byte attributes;
    private long timestamp;
    private byte[] bytes = {};
    private int from;
    private int length;

    byte attributes() {
      return attributes;
    }

    long timestamp() {
      return timestamp;
    }

    byte[] bytes() {
      return bytes;
    }

    int from() {
      return from;
    }

    int length() {
      return length;
    }
  }
}
