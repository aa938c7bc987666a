package io.meshwork.deployment.position;

import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.StartAt;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where links stand at their sources, and going on from elsewhere: repeating what was carried,
 * skipping what was not, or getting past events that the source no longer has. Thread safe.
 */
public interface LinkPositions {
  /**
   * Where the link stands, for those who see it; changes nothing.
   *
   * @param to what going on from there would mean is told too, {@code null}: not asked
   * @param only of these partitions, empty: of all
   */
  PositionDocument read(Actor actor, LinkId link, @Nullable StartAt to, Set<Integer> only);

  /** Whether {@link #move} would be allowed: for buttons that are not shown. */
  boolean mayMove(Actor actor, LinkId link);

  /**
   * Makes the link go on from these places, for who may change its subscription or, between
   * brokers, operates the mesh. Relays take it at their next look, once; the answer says where the
   * link stood before. Nothing is waited for.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_MOVE}: no reason, a partition that is not
   *     there or named twice, or a position that is not the source's
   */
  PositionDocument move(Actor actor, LinkId link, List<PositionMove.Place> places, String reason);
}
