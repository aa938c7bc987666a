package io.meshwork.deployment.drift;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be done about drift. A resource is named as drift shows it, by broker, kind and name;
 * one that has not drifted, or that the actor may not know of, is not found. Thread safe.
 */
public interface DriftRemedies {
  /** What can be done about a finding. */
  enum Remedy {
    /** {@link #repair}. */
    REPAIR,
    /** {@link #accept}. */
    ACCEPT,
    /** {@link #ignore} and {@link #notice}. */
    DECIDE
  }

  /** What the actor may do about each of these findings: for buttons that are not shown. */
  Map<DriftDocument.DriftedResource, Set<Remedy>> offered(
      Actor actor, List<DriftDocument.DriftedResource> findings);

  /**
   * The plan that brings the resource back to what the catalog asks for, with whatever its entries
   * need. Applying it repairs.
   */
  PlanDocument repair(Actor actor, String broker, String resource);

  /**
   * Changes the event type so that it asks for the resource as it is now. Its other channels follow
   * by a plan of their own.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#CANNOT_ACCEPT}: it is gone, another's, or does not
   *     follow from one event type; or what changing the event type throws
   */
  void accept(Actor actor, String broker, String resource);

  /**
   * Lives with exactly this finding until a moment; more drift of the resource shows again.
   *
   * @param reason kept in the audit
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_ALLOWANCE}: no reason, or an end in the past
   *     or more than a year ahead
   */
  void ignore(Actor actor, String broker, String resource, String reason, Instant until);

  /** Shows it again. */
  void notice(Actor actor, String broker, String resource);
}
