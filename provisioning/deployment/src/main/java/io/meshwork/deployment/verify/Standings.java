package io.meshwork.deployment.verify;

import io.meshwork.api.DismissRequest;
import io.meshwork.api.StandingDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;

/** How far continuous verification of links is, and what it found. Asks no broker. Thread safe. */
public interface Standings {
  /** The longest reason. */
  int LONGEST_REASON = 500;

  /** Of one link, for those who see it. */
  StandingDocument of(Actor actor, LinkId link);

  /** Whether {@link #dismiss} would be allowed: for buttons that are not shown. */
  boolean mayDismiss(Actor actor, LinkId link);

  /**
   * Notes why findings may stay, for who may repair the link; it stands in the audit. Those that
   * are closed already stay as they are.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_DISMISSAL}: without a reason; {@link
   *     io.meshwork.controlplane.access.AccessError#NOT_FOUND}: one is not of this link, and then
   *     none is dismissed
   */
  StandingDocument dismiss(Actor actor, LinkId link, DismissRequest request);
}
