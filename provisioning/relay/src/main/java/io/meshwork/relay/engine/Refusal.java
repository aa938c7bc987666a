package io.meshwork.relay.engine;

import io.meshwork.api.DeadRecord.Kept;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That one event is refused for good, and why.
 *
 * @param attempts how often it was
 * @param kept how much of it goes into its letter, {@code null}: not even a letter is taken
 */
record Refusal(String reason, int attempts, Instant first, Instant last, @Nullable Kept kept) {
  static Refusal of(String reason, Instant now) {
    return new Refusal(reason, 1, now, now, Kept.WHOLE);
  }

  /** Refused once more. */
  Refusal again(String why, Instant now) {
    return new Refusal(why, attempts + 1, first, now, kept);
  }

  /** The letter itself is not taken: less of the event may be. */
  Refusal less() {
    Kept next =
        switch (kept) {
          case WHOLE -> Kept.HEADERS;
          case HEADERS -> Kept.KEY;
          case KEY -> null;
          case null -> null;
        };
    return new Refusal(reason, attempts, first, last, next);
  }
}
