package io.meshwork.controlplane.access;

import java.util.Map;

/** Makes actors of what was proved about a caller. */
public interface Actors {
  /**
   * The person that a token speaks of: roles and teams by the configured claims, teams' stored
   * members added; the stronger role wins.
   *
   * @param claims of a token or user info that has been verified; {@code sub} is required
   * @throws io.meshwork.model.MeshException {@link AccessError#UNAUTHENTICATED} without a subject
   */
  Actor fromClaims(Map<String, Object> claims);
}
