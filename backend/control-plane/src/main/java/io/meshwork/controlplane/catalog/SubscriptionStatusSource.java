package io.meshwork.controlplane.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What provisioning made of subscriptions. Declared here so that the catalog can show it,
 * implemented by who provisions. Called for whole pages; must answer from memory or one query.
 */
public interface SubscriptionStatusSource {
  /** Those of the subscriptions that it knows of; absent: nothing was begun. */
  Map<SubscriptionName, Provisioned> statusOf(Collection<SubscriptionName> subscriptions);

  /**
   * What was made.
   *
   * @param stage the worst over its event types
   * @param stages by event type; one that is absent is {@link Stage#WAITING}
   * @param channels what to read
   * @param appliedRevision of the catalog that it corresponds to
   * @param lagEvents over its links or its own group
   * @param problem why it failed or waits
   */
  record Provisioned(
      Stage stage,
      Map<EventTypeName, Stage> stages,
      List<SubscriptionStatus.Channel> channels,
      @Nullable Long appliedRevision,
      @Nullable Long lagEvents,
      @Nullable Double lagSeconds,
      @Nullable String problem) {
    /** Copies the collections. */
    public Provisioned {
      stages = Map.copyOf(stages);
      channels = List.copyOf(channels);
    }
  }

  /** How far provisioning has come. */
  enum Stage {
    /** A plan waits for an operator. */
    WAITING,
    /** A deployment works. */
    PROVISIONING,
    /** All is made and relays report its links. */
    ACTIVE,
    /** A deployment failed. */
    FAILED
  }
}
