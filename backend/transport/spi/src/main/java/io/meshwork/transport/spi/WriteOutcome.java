package io.meshwork.transport.spi;

import java.time.Duration;

/** What became of one event written. */
public sealed interface WriteOutcome {
  /** Durable, as far as its transaction commits. */
  record Stored(SourcePartition partition, Position at) implements WriteOutcome {}

  /** The whole bundle, durable as far as its transaction commits: from the first to the last. */
  record StoredWhole(SourcePartition partition, Position first, Position last)
      implements WriteOutcome {}

  /** There already, by (source, id). */
  record Duplicate() implements WriteOutcome {}

  /** Not now. The target is away or overloaded; nothing is wrong with the event. */
  record Later(Duration after, String reason) implements WriteOutcome {}

  /** Never: something is wrong with the event. */
  record Refused(String reason) implements WriteOutcome {}
}
