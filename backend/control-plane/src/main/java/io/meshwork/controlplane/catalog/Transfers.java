package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.TeamName;
import java.util.List;

/**
 * Event types that go from one team to another. Both teams agree: an owner of the one asks, an
 * owner of the other accepts; who is owner in both does both at once. An event type that changes
 * hands leaves the set that it was in, so that no set of its new team's ends it. Every step is
 * audited for both teams. Thread safe.
 */
public interface Transfers {
  /**
   * Offers an event type to a team. Offering the same again changes nothing.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#INVALID_TRANSITION}: it is offered
   *     to another team, or belongs to this one; or an access error
   */
  TransferView offer(Actor actor, EventTypeName name, TeamName to);

  /** Takes what is offered to a team that the actor is an owner of. */
  TransferView accept(Actor actor, EventTypeName name);

  /** Refuses what is offered to a team that the actor is an owner of. */
  TransferView decline(Actor actor, EventTypeName name);

  /** Takes an offer back. */
  TransferView withdraw(Actor actor, EventTypeName name);

  /** What is offered by and to the actor's teams, by name. */
  List<TransferView> pending(Actor actor);
}
