package io.meshwork.console.eventtype;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.registry.SchemaVersions;
import io.meshwork.deployment.browse.Browse;
import org.springframework.stereotype.Component;

/** The services that an event type's page shows, gathered so that its constructor stays short. */
@Component
class RoomsOfEventType {
  private final EventTypeView.Rooms rooms;

  RoomsOfEventType(
      Catalog catalog,
      Grants grants,
      SchemaVersions schemas,
      Browse browse,
      Permissions permissions) {
    this.rooms = new EventTypeView.Rooms(catalog, grants, schemas, browse, permissions);
  }

  EventTypeView.Rooms rooms() {
    return rooms;
  }
}
