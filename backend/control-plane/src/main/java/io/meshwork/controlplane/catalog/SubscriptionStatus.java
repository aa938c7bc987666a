package io.meshwork.controlplane.catalog;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the mesh knows of a subscription: the {@code status} of its document.
 *
 * @param state the worst of its grants' and of what was provisioned
 * @param grants one an event type
 * @param channels what to read, with which broker
 * @param appliedRevision of the catalog, that is provisioned for it, {@code null}: none
 * @param lagEvents not yet read by it, {@code null}: not known
 * @param lagSeconds age of the oldest of those, {@code null}: not known
 * @param problem why it failed or waits, {@code null}: nothing
 */
public record SubscriptionStatus(
    State state,
    List<GrantStatus> grants,
    List<Channel> channels,
    @Nullable Long appliedRevision,
    @Nullable Long lagEvents,
    @Nullable Double lagSeconds,
    @Nullable String problem) {
  /** Copies the lists. */
  public SubscriptionStatus {
    grants = List.copyOf(grants);
    channels = List.copyOf(channels);
  }

  /** Where a subscription stands. Written in lower case. */
  public enum State {
    REQUESTED,
    APPROVED,
    PROVISIONING,
    ACTIVE,
    FAILED,
    PAUSED,
    RETIRED
  }

  /** Where one of its event types stands; {@code state} as in {@link State} or a grant's. */
  public record GrantStatus(EventTypeName eventType, String state) {}

  /** A place to read. */
  public record Channel(BrokerName broker, ChannelAddress address, EventTypeName eventType) {}
}
