package io.meshwork.controlplane.registry;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schema version as it is stored. Written once. */
@Entity
@Table(name = "schema_version")
class SchemaRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID eventTypeUid;
  int version;

  @Enumerated(EnumType.STRING)
  SchemaFormat format;

  String definition;
  long revision;
  Instant createdAt;
  String createdBy;

  @SuppressWarnings("NullAway.Init")
  protected SchemaRow() {}

  SchemaRow(UUID eventTypeUid, int version, SchemaSpec schema, long revision) {
    this.eventTypeUid = eventTypeUid;
    this.version = version;
    this.format = schema.format();
    this.definition = schema.definition().value();
    this.revision = revision;
    this.createdAt = Instant.EPOCH;
    this.createdBy = "";
  }

  SchemaRow by(String subject, Instant at) {
    this.createdBy = subject;
    this.createdAt = at;
    return this;
  }

  SchemaSpec schema() {
    return new SchemaSpec(format, new JsonText(definition));
  }

  SchemaVersion version(EventTypeName eventType) {
    return new SchemaVersion(
        id == null ? 0 : id,
        eventType,
        version,
        schema(),
        new Revision(revision),
        createdAt,
        createdBy);
  }
}
