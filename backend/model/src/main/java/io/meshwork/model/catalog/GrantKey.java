package io.meshwork.model.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;

/** Which grant: one subscription, one event type. */
public record GrantKey(SubscriptionName subscription, EventTypeName eventType)
    implements Comparable<GrantKey> {
  @Override
  public int compareTo(GrantKey other) {
    int bySubscription = subscription.compareTo(other.subscription);
    return bySubscription != 0 ? bySubscription : eventType.compareTo(other.eventType);
  }
}
