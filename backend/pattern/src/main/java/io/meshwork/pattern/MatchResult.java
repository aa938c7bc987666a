package io.meshwork.pattern;

import java.util.List;
import java.util.Set;

/**
 * Who gets one event.
 *
 * @param subscribers each once, in the order in which they were added
 * @param dataUnreadable a filter asked for {@code data}, but the payload is not JSON: filters saw
 *     the event without {@code data}
 * @param undecided whose filters do not match it so, but might match another payload; empty if it
 *     could be read. Each once, in the order in which they were added
 */
public record MatchResult<T>(List<T> subscribers, boolean dataUnreadable, List<T> undecided) {
  /** Copies the lists. */
  public MatchResult {
    subscribers = List.copyOf(subscribers);
    undecided = List.copyOf(undecided);
  }

  /** Nobody undecided. */
  MatchResult(List<T> subscribers, boolean dataUnreadable) {
    this(subscribers, dataUnreadable, List.of());
  }

  /** What is matched if nobody has a filter to be asked. */
  public static <T> MatchResult<T> nobody() {
    return new MatchResult<>(List.of(), false);
  }

  /** The same, of which those are undecided who might match and do not. */
  MatchResult<T> among(List<T> mightMatch) {
    Set<T> matching = Set.copyOf(subscribers);
    return new MatchResult<>(
        subscribers,
        dataUnreadable,
        mightMatch.stream().filter(each -> !matching.contains(each)).toList());
  }

  /** Whether nobody gets the event. */
  public boolean isEmpty() {
    return subscribers.isEmpty();
  }
}
