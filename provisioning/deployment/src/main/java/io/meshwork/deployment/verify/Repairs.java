package io.meshwork.deployment.verify;

import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RepairRequest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;

/**
 * Pulling ranges of a link's source again that verification found missing at its target. Relays do
 * it, beside the live events; it is stopped, resumed and followed among the link's redrives. Thread
 * safe.
 */
public interface Repairs {
  /** The most ranges that one repair names. */
  int MAX_RANGES = 1_000;

  /** Whether {@link #repair} would be allowed: for buttons that are not shown. */
  boolean mayRepair(Actor actor, LinkId link);

  /**
   * Orders it, for who may redrive the link's dead letters.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_REPAIR}: no range, one that the source does
   *     not hold, or one that a repair pulled already; {@link
   *     io.meshwork.deployment.DeploymentError#REDRIVE_RUNS}: another order of the link runs
   */
  RedriveDocument repair(Actor actor, LinkId link, RepairRequest request);
}
