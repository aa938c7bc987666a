package io.meshwork.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as brokers carry it: bytes, never parsed. The arrays are shared, not copied.
 *
 * @param key what orders it, {@code null}: none
 * @param payload {@code null}: a tombstone, which differs from an empty payload
 * @param headers CloudEvents attributes in binary mode ({@code ce_*}, {@code content-type}) and
 *     others, in order, repeated ones kept
 * @param timestamp milliseconds since 1970, as the source broker holds it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Event(
    byte @Nullable [] key, byte @Nullable [] payload, List<Header> headers, long timestamp) {
  /** Copies the list of headers. Not compact: javac drops array annotations of compact ones. */
  public Event(
      byte @Nullable [] key, byte @Nullable [] payload, List<Header> headers, long timestamp) {
    this.key = key;
    this.payload = payload;
    this.headers = List.copyOf(headers);
    this.timestamp = timestamp;
  }

  /** Bytes of key, payload and headers: what bounds and digests count. */
  public long size() {
    long size = (key == null ? 0 : key.length) + (payload == null ? 0L : payload.length);
    for (Header header : headers) {
      byte[] value = header.value();
      size += header.name().length() + (value == null ? 0 : value.length);
    }
    return size;
  }

  /** The last value of a header as UTF-8 text, {@code null} where it is absent. */
  public @Nullable String header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      Header header = headers.get(i);
      byte[] value = header.value();
      if (value != null && header.name().equals(name)) {
        return new String(value, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event(var otherKey, var otherPayload, var otherHeaders, var otherTime)
        && Arrays.equals(key, otherKey)
        && Arrays.equals(payload, otherPayload)
        && headers.equals(otherHeaders)
        && timestamp == otherTime;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "Event[%d bytes, %d headers]".formatted(size(), headers.size());
  }
}
