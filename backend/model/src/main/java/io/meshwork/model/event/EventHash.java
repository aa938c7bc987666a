package io.meshwork.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The hash of an event that digests sum: of its key, payload and headers, not of its timestamp,
 * which a broker may replace. Fed part by part, so that whoever has an event as bytes in a buffer
 * need not make objects of it. One thread; ready for the next event after {@link #end}.
 */
public final class EventHash {
  private static final int FIRST_BYTES = 1024;
  private static final ThreadLocal<EventHash> OWN = ThreadLocal.withInitial(EventHash::new);

  private final CRC32C crc = new CRC32C();
  private byte[] parts = new byte[FIRST_BYTES];
  private int length;
  private long size;

  /** Of one event. Any thread. */
  public static long of(Event event) {
    EventHash hash = OWN.get();
    hash.add(event.key());
    hash.add(event.payload());
    for (Header header : event.headers()) {
      hash.name(header.name());
      hash.add(header.value());
    }
    return hash.end();
  }

  private void add(byte @Nullable [] part) {
    if (part == null) {
      absent();
    } else {
      part(part, 0, part.length);
    }
  }

  /** The next part: key, payload, or a header's value. */
  public void part(byte[] bytes, int from, int count) {
    append(bytes, from, count);
    size += count;
  }

  /** The next part is not there, which differs from an empty one. */
  public void absent() {
    appendLength(-1, 0);
  }

  /** A header's name; its value is the next part. */
  public void name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    append(bytes, 0, bytes.length);
    size += name.length();
  }

  /** A header's name in UTF-8, read as everybody reads it: what is none is replaced. */
  public void name(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] < 0) {
        name(new String(bytes, from, count, StandardCharsets.UTF_8));
        return;
      }
    }
    part(bytes, from, count);
  }

  /** All parts were given: the hash. */
  public long end() {
    crc.reset();
    crc.update(parts, 0, length);
    long hash = spread(crc.getValue() << 20 ^ size);
    length = 0;
    size = 0;
    return hash;
  }

  private void append(byte[] bytes, int from, int count) {
    appendLength(count, count);
    System.arraycopy(bytes, from, parts, length, count);
    length += count;
  }

  private void appendLength(int count, int room) {
    if (parts.length - length < Integer.BYTES + room) {
      parts = Arrays.copyOf(parts, Math.max(2 * parts.length, length + Integer.BYTES + room));
    }
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      parts[length++] = (byte) (count >>> shift);
    }
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output
   * bit.
   */
  public static long spread(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
