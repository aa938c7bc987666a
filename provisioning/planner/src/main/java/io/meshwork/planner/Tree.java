package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import org.jspecify.annotations.Nullable;

/** All links that move one event type from one origin. */
record Tree(EventTypeName eventType, BrokerName origin) {
  static Tree of(DesiredLink link) {
    return new Tree(link.eventType(), link.origin());
  }

  /**
   * The tree that a channel is part of; {@code null} for a subscription's own, and for dead
   * transfers.
   */
  static @Nullable Tree of(ChannelId channel) {
    return switch (channel) {
      case ChannelId.Entry entry -> new Tree(entry.eventType(), entry.broker());
      case ChannelId.Arrival arrival -> new Tree(arrival.eventType(), arrival.origin());
      case ChannelId.Subscribed ignored -> null;
      case ChannelId.DeadLetter ignored -> null;
      case ChannelId.DeadTransfers ignored -> null;
    };
  }
}
