package io.meshwork.pattern;

import java.util.List;

/**
 * Who gets one event.
 *
 * @param subscribers each once, in the order in which they were added
 * @param dataUnreadable a filter asked for {@code data}, but the payload is not JSON: filters saw
 *     the event without {@code data}
 */
public record MatchResult<T>(List<T> subscribers, boolean dataUnreadable) {
  /** Copies the list. */
  public MatchResult {
    subscribers = List.copyOf(subscribers);
  }

  /** Whether nobody gets the event. */
  public boolean isEmpty() {
    return subscribers.isEmpty();
  }
}
