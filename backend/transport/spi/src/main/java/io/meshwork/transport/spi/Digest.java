package io.meshwork.transport.spi;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A fingerprint of a bag of events that adds up: the digest of two ranges together is the sum of
 * theirs, in any order.
 *
 * @param events how many
 * @param sum of each event's hash, modulo 2^64
 */
public record Digest(long events, long sum) {
  /** Of no event. */
  public static final Digest NONE = new Digest(0, 0);

  /** Of one event: its key, payload and headers, not its timestamp, which a broker may replace. */
  public static Digest of(Event event) {
    CRC32C crc = new CRC32C();
    part(crc, event.key());
    part(crc, event.payload());
    for (Header header : event.headers()) {
      part(crc, header.name().getBytes(StandardCharsets.UTF_8));
      part(crc, header.value());
    }
    return new Digest(1, spread(crc.getValue() << 20 ^ event.size()));
  }

  /** Of both. */
  public Digest plus(Digest other) {
    return new Digest(events + other.events, sum + other.sum);
  }

  private static void part(CRC32C crc, byte @org.jspecify.annotations.Nullable [] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      crc.update(length >>> shift);
    }
    if (bytes != null) {
      crc.update(bytes, 0, bytes.length);
    }
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output
   * bit.
   */
  private static long spread(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
