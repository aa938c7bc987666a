package io.meshwork.relay;

import org.jspecify.annotations.Nullable;

/**
 * Whether the relay does its work.
 *
 * @param status {@code UP} while it runs a manifest, else {@code DOWN}
 * @param reason why it is down, or what it does without
 * @param manifestRevision that runs
 * @param links of that manifest
 */
record RelayHealth(String status, @Nullable String reason, long manifestRevision, int links) {
  boolean isUp() {
    return status.equals("UP");
  }
}
