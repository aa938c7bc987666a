package io.meshwork.deployment.trace;

import io.meshwork.transport.spi.Received;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What looking for an event in a channel came to. */
sealed interface Find {
  /** It lies there, once or more often. */
  record There(List<Received> places) implements Find {
    /** Copies. */
    public There {
      places = List.copyOf(places);
    }
  }

  /**
   * It was not seen.
   *
   * @param whole whether all that the channel holds of the time was read
   * @param read how many events were
   * @param oldest the timestamp of the oldest event that the channel holds where the event would
   *     lie, {@code null}: it holds none there, or something older than the time
   */
  record Unseen(boolean whole, long read, @Nullable Instant oldest) implements Find {}

  /** The channel could not be read. */
  record Unreadable(String why) implements Find {}
}
