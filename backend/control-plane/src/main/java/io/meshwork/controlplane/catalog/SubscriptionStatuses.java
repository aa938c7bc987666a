package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.SubscriptionName;
import java.util.Collection;
import java.util.Map;

/** Grants and provisioning, put together: what a subscription's document shows as status. */
public interface SubscriptionStatuses {
  /** Those that the actor sees. */
  Map<SubscriptionName, SubscriptionStatus> of(
      Actor actor, Collection<SubscriptionName> subscriptions);
}
