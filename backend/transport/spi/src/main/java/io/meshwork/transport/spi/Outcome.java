package io.meshwork.transport.spi;

import org.jspecify.annotations.Nullable;

/** What became of an operation. */
public sealed interface Outcome {
  /**
   * It is as wanted now.
   *
   * @param identity of the resource, {@code null} after a deletion
   */
  record Done(@Nullable Identity identity) implements Outcome {}

  /** Its precondition does not hold: what is there differs from what the plan saw. */
  record Conflict(String message) implements Outcome {}

  /** The broker refused for good. */
  record Refused(String message) implements Outcome {}

  /** The broker did not answer: it may or may not have happened. Ask again. */
  record Unknown(String message) implements Outcome {}
}
