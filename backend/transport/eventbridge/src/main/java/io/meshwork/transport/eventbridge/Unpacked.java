package io.meshwork.transport.eventbridge;

import io.meshwork.model.event.Event;

/** What a queue's message holds. */
sealed interface Unpacked {
  /**
   * An event.
   *
   * @param id EventBridge's own
   * @param origin who wrote it
   */
  record Opened(Event event, String id, Origin origin) implements Unpacked {}

  /** Something that no rule of EventBridge puts into a queue. */
  record Unreadable(String reason) implements Unpacked {}
}
