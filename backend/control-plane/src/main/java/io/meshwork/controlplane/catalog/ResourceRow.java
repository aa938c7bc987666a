package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Metadata;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;
import tools.jackson.core.type.TypeReference;

/** One state of a resource as it is stored. Only {@code toRevision} is ever set later. */
@Entity
@Table(name = "resource_version")
@IdClass(ResourceRow.Key.class)
class ResourceRow implements Persistable<ResourceRow.Key> {
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

  /** Which state of which resource. */
  record Key(UUID uid, long fromRevision) implements Serializable {}

  @Id UUID uid;
  @Id long fromRevision;
  @Nullable Long toRevision;

  @Enumerated(EnumType.STRING)
  Kind kind;

  String name;
  @Nullable String team;
  @Nullable String setName;
  String labels;
  String description;
  String spec;
  boolean retired;
  Instant changedAt;
  String changedBy;

  @SuppressWarnings("NullAway.Init")
  protected ResourceRow() {}

  ResourceRow(Resource resource) {
    Metadata metadata = resource.metadata();
    TeamName owner = metadata.team();
    uid = resource.uid();
    fromRevision = resource.revision().number();
    kind = resource.kind();
    name = resource.name().value();
    team = owner == null ? null : owner.value();
    setName = metadata.set();
    labels = MeshJson.write(new TreeMap<>(metadata.labels()));
    description = metadata.description();
    spec = Documents.writeSpec(resource.spec());
    retired = resource.retired();
    changedAt = resource.changedAt();
    changedBy = resource.changedBy();
  }

  Resource resource() {
    return new Resource(
        kind,
        kind.name(name),
        uid,
        new Metadata(
            team == null ? null : new TeamName(team),
            setName,
            MeshJson.mapper().readValue(labels, LABELS),
            description),
        Documents.readSpec(kind, spec),
        new Revision(fromRevision),
        changedAt,
        changedBy,
        retired);
  }

  @Override
  public Key getId() {
    return new Key(uid, fromRevision);
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
