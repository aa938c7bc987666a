package io.meshwork.relay.engine;

import java.time.Duration;

/**
 * The engine's bounds.
 *
 * @param maxBytes read and not yet committed, over all lanes
 * @param pollWait how long a lane waits for events before it looks around
 * @param maxTransaction how long a transaction may stay open while events keep coming
 * @param quietCommit how often progress without events to write is committed at most
 * @param discovery how often partitions are looked for
 * @param firstPause before the first retry; doubles
 * @param longestPause before a retry
 * @param drain how long a lane may take to finish its transaction before it is interrupted
 */
public record EngineSettings(
    long maxBytes,
    Duration pollWait,
    Duration maxTransaction,
    Duration quietCommit,
    Duration discovery,
    Duration firstPause,
    Duration longestPause,
    Duration drain) {
  private static final long DEFAULT_MAX_BYTES = 64L << 20;

  /** What a relay runs with unless told. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        DEFAULT_MAX_BYTES,
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(7));
  }

  /** The same with another bound on bytes. */
  public EngineSettings withMaxBytes(long bytes) {
    return new EngineSettings(
        bytes, pollWait, maxTransaction, quietCommit, discovery, firstPause, longestPause, drain);
  }
}
