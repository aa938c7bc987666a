package io.meshwork.transport.spi;

import java.time.Instant;

/** Where reading a partition starts. */
public sealed interface StartPosition {
  /** With the oldest event that is still there. */
  record Earliest() implements StartPosition {}

  /** With the next event. */
  record Latest() implements StartPosition {}

  /** With the first event at or after a time. */
  record At(Instant time) implements StartPosition {}

  /** Where an earlier reader stopped. A position that cannot be found again becomes a gap. */
  record From(Position position) implements StartPosition {}
}
