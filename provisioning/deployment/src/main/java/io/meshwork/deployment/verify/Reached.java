package io.meshwork.deployment.verify;

import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.Map;
import java.util.Set;

/**
 * Where crossings that were looked at earlier ended, of each source partition.
 *
 * @param anchors the furthest that crossings told of which are older than those read beside now
 * @param lost those of which later crossings are gone, so that nobody knows what they told
 * @param written how far those older ones wrote in each partition of the target
 */
record Reached(
    Map<SourcePartition, Position> anchors,
    Set<SourcePartition> lost,
    Map<SourcePartition, Position> written) {
  /** Nothing was looked at. */
  static final Reached NOWHERE = new Reached(Map.of(), Set.of(), Map.of());

  Reached {
    anchors = Map.copyOf(anchors);
    lost = Set.copyOf(lost);
    written = Map.copyOf(written);
  }
}
