package io.meshwork.model.catalog;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import java.util.Map;

/**
 * The whole catalog at one revision: what a plan is computed from. Retired resources are absent;
 * grants of every state are present.
 */
public record CatalogSnapshot(
    Revision revision,
    Map<TeamName, Entity<TeamName, TeamSpec>> teams,
    Map<ApplicationName, Entity<ApplicationName, ApplicationSpec>> applications,
    Map<RegionName, Entity<RegionName, RegionSpec>> regions,
    Map<BrokerName, Entity<BrokerName, BrokerSpec>> brokers,
    Map<EventTypeName, Entity<EventTypeName, EventTypeSpec>> eventTypes,
    Map<PublicationName, Entity<PublicationName, PublicationSpec>> publications,
    Map<SubscriptionName, Entity<SubscriptionName, SubscriptionSpec>> subscriptions,
    Map<GrantKey, Grant> grants) {
  /** Copies the maps. */
  public CatalogSnapshot {
    teams = Map.copyOf(teams);
    applications = Map.copyOf(applications);
    regions = Map.copyOf(regions);
    brokers = Map.copyOf(brokers);
    eventTypes = Map.copyOf(eventTypes);
    publications = Map.copyOf(publications);
    subscriptions = Map.copyOf(subscriptions);
    grants = Map.copyOf(grants);
  }

  /** A catalog that holds nothing. */
  public static CatalogSnapshot empty() {
    return new CatalogSnapshot(
        Revision.NONE,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }
}
