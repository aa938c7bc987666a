package io.meshwork.transport.spi;

import java.time.Duration;

/** The fate of one event read. */
public sealed interface Settlement {
  /** Which. */
  Received event();

  /** Durable at the target. */
  record Accepted(Received event) implements Settlement {}

  /** To be read again after a while. */
  record Again(Received event, Duration after) implements Settlement {}

  /** Refused for good. */
  record Refused(Received event, String reason) implements Settlement {}
}
