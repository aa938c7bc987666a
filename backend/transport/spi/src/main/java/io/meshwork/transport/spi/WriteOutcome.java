package io.meshwork.transport.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one event written. */
public sealed interface WriteOutcome {
  /** Durable, as far as its transaction commits. */
  record Stored(SourcePartition partition, Position at) implements WriteOutcome {}

  /**
   * The whole bundle, durable as far as its transaction commits.
   *
   * @param first where its first event lies
   * @param last where its last one does
   * @param digest over its events one by one, if it was put together with others; {@code null}: it
   *     lies there as it was stored
   */
  record StoredWhole(
      SourcePartition partition, Position first, Position last, @Nullable Digest digest)
      implements WriteOutcome {}

  /**
   * The first so many events of a bundle, durable as far as its transaction commits; what became of
   * the others is the rest.
   *
   * @param first where the first of these events lies
   * @param last where the last of them does
   * @param rest {@link Later} or {@link Refused}
   */
  record StoredInPart(
      SourcePartition partition, int events, Position first, Position last, WriteOutcome rest)
      implements WriteOutcome {}

  /** There already, by (source, id). */
  record Duplicate() implements WriteOutcome {}

  /** Not now. The target is away or overloaded; nothing is wrong with the event. */
  record Later(Duration after, String reason) implements WriteOutcome {}

  /** Never: something is wrong with the event. */
  record Refused(String reason) implements WriteOutcome {}
}
