package io.meshwork.deployment.browse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event for people.
 *
 * @param at its timestamp on the broker
 * @param key as text, or in hexadecimal where it is none; {@code null}: no key
 * @param headers in order, repeated ones kept
 * @param encoding how {@code payload} is written
 * @param payload cut after {@link Browse#MAX_PAYLOAD} bytes; {@code null}: a tombstone
 * @param payloadBytes its whole length
 */
public record BrowsedEvent(
    String broker,
    String channel,
    int partition,
    String position,
    Instant at,
    @Nullable String key,
    List<HeaderText> headers,
    Encoding encoding,
    @Nullable String payload,
    long payloadBytes) {
  /** Copies the headers. */
  public BrowsedEvent {
    headers = List.copyOf(headers);
  }

  /** How a payload is written. */
  public enum Encoding {
    /** Parses as JSON; written as it came. */
    JSON,
    /** UTF-8 text. */
    TEXT,
    /** Neither; in hexadecimal. */
    HEX
  }

  /** One header; value {@code null} where the broker has none. */
  public record HeaderText(String name, @Nullable String value) {}
}
