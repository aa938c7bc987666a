package io.meshwork.console.eventtype;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.Transfers;
import io.meshwork.controlplane.registry.SchemaVersions;
import io.meshwork.deployment.browse.Browse;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services that an event type's page shows. */
@Component
record RoomsOfEventType(
    Catalog catalog,
    Grants grants,
    Transfers transfers,
    SchemaVersions schemas,
    Browse browse,
    Permissions permissions,
    Clock clock) {}
