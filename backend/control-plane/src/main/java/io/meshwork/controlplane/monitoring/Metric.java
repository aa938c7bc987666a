package io.meshwork.controlplane.monitoring;

/** A figure that is kept for an hour. */
public enum Metric {
  /** Events a second, written and committed. */
  EVENTS_PER_SECOND,
  /** Bytes a second of those. */
  BYTES_PER_SECOND,
  /** Events not yet read. */
  LAG_EVENTS,
  /** Age of the oldest event not yet read, in seconds. */
  LAG_SECONDS,
  /** Median from publication to commit, in milliseconds. */
  LATENCY_P50,
  /** 99th percentile of it. */
  LATENCY_P99,
  /** Refused events and retried writes a second. */
  ERRORS_PER_SECOND
}
