package io.meshwork.controlplane.registry;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.SchemaSpec;
import java.time.Instant;

/**
 * One version of an event type's schema. Never changes.
 *
 * @param id unique in this installation
 * @param version from 1, without holes
 * @param revision that brought it
 */
public record SchemaVersion(
    long id,
    EventTypeName eventType,
    int version,
    SchemaSpec schema,
    Revision revision,
    Instant createdAt,
    String createdBy) {}
