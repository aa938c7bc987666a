package io.meshwork.console.home;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.SubscriptionStatuses;
import io.meshwork.controlplane.catalog.Transfers;
import io.meshwork.deployment.plan.Plans;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services that the home page reads. */
@Component
record RoomsOfHome(
    Catalog catalog,
    Grants grants,
    Transfers transfers,
    SubscriptionStatuses statuses,
    Plans plans,
    Permissions permissions,
    Pulse pulse,
    Clock clock) {}
