package io.meshwork.model.catalog;

import java.time.Instant;

/** With which events a new subscription starts. */
public sealed interface StartAt {
  /** Events published after it became active. */
  record Latest() implements StartAt {}

  /** Everything that the channel still holds. */
  record Earliest() implements StartAt {}

  /** Events from a moment on. */
  record Moment(Instant at) implements StartAt {}
}
