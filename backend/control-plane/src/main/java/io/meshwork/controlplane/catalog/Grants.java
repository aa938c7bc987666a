package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantKey;
import java.util.List;

/**
 * The owners' words on who may have what. A subscription's put makes the requests; these methods
 * answer them. Each change is a revision. Saying the same twice changes nothing.
 */
public interface Grants {
  /**
   * Lets the subscription have the event type, with the filter that it has now.
   *
   * @param seen what must hold of the subscription: an approver gives the {@link
   *     GrantView#subscriptionTag} of what they saw, so that nothing else is approved
   * @throws io.meshwork.model.MeshException {@link CatalogError#PRECONDITION_FAILED} where it was
   *     changed since, {@link CatalogError#INVALID_TRANSITION}, or an access error
   */
  GrantView approve(Actor actor, GrantKey key, Verdict verdict, Precondition seen);

  /** The same, whatever the subscription has become: for those who look at no filter. */
  default GrantView approve(Actor actor, GrantKey key, Verdict verdict) {
    return approve(actor, key, verdict, Precondition.NONE);
  }

  /** Refuses a pending request. */
  GrantView reject(Actor actor, GrantKey key, Verdict verdict);

  /** Takes an approval back. */
  GrantView revoke(Actor actor, GrantKey key, Verdict verdict);

  /** What waits for a word that the actor may say, oldest first. */
  List<GrantView> pendingFor(Actor actor);

  /** The grants of a subscription that the actor sees, by event type. */
  List<GrantView> of(Actor actor, SubscriptionName subscription);

  /** The grants on an event type, for its owner, by subscription. */
  List<GrantView> of(Actor actor, EventTypeName eventType);
}
