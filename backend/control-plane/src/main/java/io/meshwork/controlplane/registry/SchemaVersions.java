package io.meshwork.controlplane.registry;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.List;

/**
 * The schema versions of event types. A put of an event type whose schema differs from the newest
 * version makes one, in the same transaction. Who sees the event type sees its versions.
 */
public interface SchemaVersions {
  /** Makes the schema the event type's newest; one that equals it is returned as it is. */
  SchemaVersion add(Actor actor, EventTypeName eventType, SchemaSpec schema);

  /** One version, or {@link RegistryError#UNKNOWN_VERSION}. */
  SchemaVersion read(Actor actor, EventTypeName eventType, int version);

  /** The newest. */
  SchemaVersion latest(Actor actor, EventTypeName eventType);

  /** All, newest first. */
  List<SchemaVersion> list(Actor actor, EventTypeName eventType);

  /** What {@link #add} would refuse; empty: it would be accepted. */
  List<Violation> check(Actor actor, EventTypeName eventType, SchemaSpec schema);
}
