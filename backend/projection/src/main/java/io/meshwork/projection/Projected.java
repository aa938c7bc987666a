package io.meshwork.projection;

import io.meshwork.model.event.Event;

/** What became of an event that was to be projected. */
public sealed interface Projected {
  /**
   * It was.
   *
   * @param event with the projected payload; key, headers but {@code dataschema}, and time as
   *     before
   */
  record Written(Event event) implements Projected {}

  /**
   * It cannot be, today or ever, by this projection.
   *
   * @param reason in words, without anything of the payload
   */
  record Unreadable(String reason) implements Projected {}
}
