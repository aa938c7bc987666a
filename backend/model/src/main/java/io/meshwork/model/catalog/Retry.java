package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.time.Duration;

/**
 * How a delivery is tried again.
 *
 * @param attempts how often at most, at least 1
 * @param firstWait before the second attempt; doubles
 * @param longestWait never waits longer
 */
public record Retry(int attempts, Duration firstWait, Duration longestWait) {
  /** Refuses no attempt, and waits that shrink. */
  public Retry {
    if (attempts < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "retry needs at least 1 attempt and a longestWait that is not below firstWait.");
    }
  }
}
