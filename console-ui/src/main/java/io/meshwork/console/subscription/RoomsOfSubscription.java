package io.meshwork.console.subscription;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.SubscriptionStatuses;
import io.meshwork.deployment.browse.Browse;
import io.meshwork.deployment.position.Backfills;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services that a subscription's page shows. */
@Component
record RoomsOfSubscription(
    Catalog catalog,
    Grants grants,
    SubscriptionStatuses statuses,
    Browse browse,
    Backfills backfills,
    Permissions permissions,
    Pulse pulse,
    Clock clock) {}
