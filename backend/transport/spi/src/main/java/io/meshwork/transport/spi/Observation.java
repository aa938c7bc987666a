package io.meshwork.transport.spi;

import java.time.Instant;
import java.util.Map;

/** What is there, at a moment. */
public record Observation(Instant at, Map<ResourceId, ObservedResource> resources) {
  /** Copies the map. */
  public Observation {
    resources = Map.copyOf(resources);
  }
}
