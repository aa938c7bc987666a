package io.meshwork.transport.kafka.batches;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Records one behind the other, not compressed yet. Grows with them, so that what is on its way to
 * very many partitions takes no more memory than its records do.
 */
final class RecordBytes extends OutputStream {
  private static final int FIRST = 1 << 10;

  private byte[] bytes = new byte[FIRST];
  private int size;

  @Override
  public void write(int one) {
    makeRoom(1);
    bytes[size] = (byte) one;
    size++;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    makeRoom(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }

  int size() {
    return size;
  }

  /** How many bytes it holds in memory. */
  int capacity() {
    return bytes.length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** Empty, with the room that it has. */
  RecordBytes cleared() {
    size = 0;
    return this;
  }
}
