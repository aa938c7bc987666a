package io.meshwork.deployment.position;

import io.meshwork.api.BackfillDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;

/**
 * Bringing a subscription the earlier events that only its present filter takes: its links go back,
 * and leave out what their filters let pass before. Thread safe.
 */
public interface Backfills {
  /** What it would mean, for those who see the subscription; changes nothing. */
  BackfillDocument look(Actor actor, SubscriptionName subscription, StartAt from);

  /** Whether {@link #order} would be allowed: for buttons that are not shown. */
  boolean mayOrder(Actor actor, SubscriptionName subscription);

  /**
   * Orders it, of all the subscription's links or of none, for who may change the subscription.
   * Relays take it at their next look, each partition once; nothing is waited for.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#BACKFILL_REFUSED}: what earlier filters let pass is
   *     not known, or events were left out on the way to the subscription's broker; {@link
   *     io.meshwork.deployment.DeploymentError#INVALID_MOVE}: no reason
   */
  BackfillDocument order(Actor actor, SubscriptionName subscription, StartAt from, String reason);
}
