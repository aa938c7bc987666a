package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that a link's target refused for good.
 *
 * @param id among the dead letters of the link
 * @param channel where the event lay at the source
 * @param partition of that channel
 * @param position in that partition
 * @param reason in words
 * @param attempts how often it was refused
 * @param first when for the first time
 * @param last when for the last time
 * @param kept how much of the event the letter holds
 * @param state whether it waits, or was handed on
 * @param event what the letter holds of it; {@code null}: not asked for, or not for this caller
 */
public record DeadLetterDocument(
    String id,
    String channel,
    int partition,
    String position,
    String reason,
    int attempts,
    Instant first,
    Instant last,
    DeadRecord.Kept kept,
    State state,
    @Nullable Content event) {
  /** What became of a letter. Written in lower case. */
  public enum State {
    /** Still refused. */
    WAITING,
    /** Handed to the target since. */
    REDRIVEN
  }

  /**
   * The event itself.
   *
   * @param at its own time
   * @param key as text, or in hexadecimal where it is none; {@code null}: no key
   * @param headers in order, repeated ones kept
   * @param encoding how {@code payload} is written: {@code json}, {@code text} or {@code hex}
   * @param payload the beginning of it; {@code null}: the letter holds none
   * @param payloadBytes its whole length
   */
  public record Content(
      Instant at,
      @Nullable String key,
      List<HeaderText> headers,
      String encoding,
      @Nullable String payload,
      long payloadBytes) {
    /** Copies the headers. */
    public Content {
      headers = List.copyOf(headers);
    }
  }

  /** One header. */
  public record HeaderText(String name, @Nullable String value) {}
}
