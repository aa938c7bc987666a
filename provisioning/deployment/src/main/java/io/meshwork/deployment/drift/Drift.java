package io.meshwork.deployment.drift;

import io.meshwork.api.DriftDocument;
import io.meshwork.controlplane.access.Actor;

/**
 * What differs from what was last applied, in settings that Meshwork set; looked for every minute
 * by default. Thread safe.
 */
public interface Drift {
  /** As last looked for; asks nobody. */
  DriftDocument latest(Actor actor);

  /** Looks now, at brokers that the actor's teams use. */
  DriftDocument check(Actor actor);
}
