package io.meshwork.transport.kafka.batches;

import java.util.List;

/** What a broker answered for one place. */
public sealed interface Fetched {
  /** What was asked for. */
  Wanted asked();

  /**
   * Committed batches, possibly none, and where it goes on.
   *
   * @param batches in order; the first may begin before the offset asked for
   * @param next offset behind what was read, be it for readers or not
   * @param epoch of the leader that stored what lies before it
   * @param stable the first offset that readers of committed records do not see yet
   */
  record Data(Wanted asked, List<StoredBatch> batches, long next, int epoch, long stable)
      implements Fetched {}

  /** The log does not reach from or to there. */
  record OutOfRange(Wanted asked) implements Fetched {}

  /** The log was cut off at this offset and written again. */
  record CutOff(Wanted asked, long at) implements Fetched {}

  /** There is no such topic, not any more. */
  record Gone(Wanted asked) implements Fetched {}

  /** Whoever asks may not read it. */
  record Forbidden(Wanted asked) implements Fetched {}
}
