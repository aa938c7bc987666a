package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import org.jspecify.annotations.Nullable;

/**
 * One approved grant of a subscription that can be served.
 *
 * @param filter what the subscriber wants and was granted, {@code null}: everything
 * @param principal the name under which the broker knows the reader, {@code null}: it needs none
 */
record Wish(
    GrantKey key,
    SubscriptionSpec spec,
    TeamName team,
    Station station,
    @Nullable JsonText filter,
    @Nullable String principal) {
  SubscriptionName subscription() {
    return key.subscription();
  }

  EventTypeName eventType() {
    return key.eventType();
  }

  ApplicationName application() {
    return spec.application();
  }

  /** The same wish at another broker. */
  Wish at(Station other) {
    return new Wish(key, spec, team, other, filter, principal);
  }

  boolean isPaused() {
    return spec.life() == SubscriptionLife.PAUSED;
  }

  /**
   * Whether the subscriber reads the event type's channels themselves. A start at a moment is kept
   * by copying: a channel alone cannot promise to still hold it. So is a rate: nobody can hold back
   * a reader of the channel itself.
   */
  boolean isDirect() {
    return filter == null
        && spec.transform() == null
        && spec.retry() == null
        && spec.rate() == null
        && !(spec.startAt() instanceof StartAt.Moment);
  }

  /** What it wants of a link between brokers. */
  Demand demand() {
    return new Demand(filter, spec.delivery(), spec.startAt(), null);
  }

  /** What it wants of the link into its own channel. */
  Demand deliveryDemand() {
    return new Demand(filter, spec.delivery(), spec.startAt(), spec.transform());
  }
}
