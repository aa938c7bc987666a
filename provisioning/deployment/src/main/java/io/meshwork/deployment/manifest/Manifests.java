package io.meshwork.deployment.manifest;

import io.meshwork.api.Manifest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.RegionName;
import java.time.Duration;
import java.util.Optional;

/** What relays run, by region. Thread safe. */
public interface Manifests {
  /** The longest that {@link #newer} waits. */
  Duration MAX_WAIT = Duration.ofSeconds(30);

  /** The manifest as it is now; one without links at revision 0 where nothing was applied yet. */
  Manifest current(Actor actor, RegionName region);

  /**
   * A manifest of another revision than {@code known}, as soon as there is one; empty when there is
   * none within {@code wait}. Notices what other control planes switched.
   */
  Optional<Manifest> newer(Actor actor, RegionName region, long known, Duration wait);
}
