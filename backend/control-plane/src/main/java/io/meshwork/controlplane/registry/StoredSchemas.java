package io.meshwork.controlplane.registry;

import io.meshwork.api.Kind;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.controlplane.catalog.EventTypeStored;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** Schema versions as rows beside the event types, in the same transactions. */
@Service
class StoredSchemas implements SchemaVersions {
  private static final String SCHEMA = "/spec/schema";

  private final SchemaRows rows;
  private final Catalog catalog;

  StoredSchemas(SchemaRows rows, Catalog catalog) {
    this.rows = rows;
    this.catalog = catalog;
  }

  /** Makes a version where the schema is another than the newest one's. */
  @EventListener
  void on(EventTypeStored stored) {
    Resource type = stored.eventType();
    EventTypeSpec spec = type.spec(EventTypeSpec.class);
    Optional<SchemaRow> newest = rows.findFirstByEventTypeUidOrderByVersionDesc(type.uid());
    int version = newest.map(row -> row.version).orElse(0);
    if (newest.isEmpty() || !newest.get().schema().equals(spec.schema())) {
      version++;
      rows.save(
          new SchemaRow(type.uid(), version, spec.schema(), type.revision().number())
              .by(type.changedBy(), type.changedAt()));
    }
    checkPins(type, spec, version);
  }

  private static void checkPins(Resource type, EventTypeSpec spec, int newest) {
    Map<String, Integer> pins = new TreeMap<>();
    spec.pins()
        .forEach((Environment environment, Integer pin) -> pins.put(environment.value(), pin));
    List<Violation> faults =
        pins.entrySet().stream()
            .filter(pin -> pin.getValue() < 1 || pin.getValue() > newest)
            .map(
                pin ->
                    new Violation(
                        "/spec/pins/" + pin.getKey(),
                        "is %d, but the schema has versions 1 to %d."
                            .formatted(pin.getValue(), newest)))
            .toList();
    if (!faults.isEmpty()) {
      throw new MeshException(
          CatalogError.INVALID_RESOURCE,
          "Event type '%s' is not valid: %s %s"
              .formatted(type.name(), faults.getFirst().pointer(), faults.getFirst().message()),
          faults);
    }
  }

  @Override
  public SchemaVersion add(Actor actor, EventTypeName eventType, SchemaSpec schema) {
    Resource type = changeable(actor, eventType);
    try {
      catalog.put(actor, with(type, schema), new Precondition.IfMatch(type.etag()));
    } catch (MeshException e) {
      throw relative(e);
    }
    return latest(Actor.mesh(), eventType);
  }

  @Override
  public SchemaVersion read(Actor actor, EventTypeName eventType, int version) {
    Resource type = catalog.get(actor, eventType);
    return rows.findByEventTypeUidAndVersion(type.uid(), version)
        .map(row -> row.version(eventType))
        .orElseThrow(
            () ->
                new MeshException(
                    RegistryError.UNKNOWN_VERSION,
                    "Event type '%s' has no schema version %d.".formatted(eventType, version)));
  }

  @Override
  public SchemaVersion latest(Actor actor, EventTypeName eventType) {
    Resource type = catalog.get(actor, eventType);
    return rows.findFirstByEventTypeUidOrderByVersionDesc(type.uid())
        .map(row -> row.version(eventType))
        .orElseThrow(
            () ->
                new MeshException(
                    RegistryError.UNKNOWN_VERSION,
                    "Event type '%s' has no schema.".formatted(eventType)));
  }

  @Override
  public List<SchemaVersion> list(Actor actor, EventTypeName eventType) {
    Resource type = catalog.get(actor, eventType);
    return rows.findByEventTypeUidOrderByVersionDesc(type.uid()).stream()
        .map(row -> row.version(eventType))
        .toList();
  }

  @Override
  public List<Violation> check(Actor actor, EventTypeName eventType, SchemaSpec schema) {
    Resource type = changeable(actor, eventType);
    try {
      catalog.check(actor, with(type, schema));
      return List.of();
    } catch (MeshException e) {
      if (e.code() != CatalogError.INVALID_RESOURCE) {
        throw e;
      }
      return relative(e).violations();
    }
  }

  /** What the actor may change; whether he may also read it does not matter. */
  private Resource changeable(Actor actor, EventTypeName eventType) {
    catalog.require(actor, Operation.CHANGE, eventType);
    return catalog.get(Actor.mesh(), eventType);
  }

  private static ResourceSpec with(Resource type, SchemaSpec schema) {
    EventTypeSpec was = type.spec(EventTypeSpec.class);
    EventTypeSpec spec =
        new EventTypeSpec(
            was.title(),
            schema,
            was.compatibility(),
            was.key(),
            was.partitions(),
            was.retention(),
            was.retainedSize(),
            was.maxSize(),
            was.delivery(),
            was.classification(),
            was.visibility(),
            was.access(),
            was.routing(),
            was.residency(),
            was.examples(),
            was.successorOf(),
            was.lifecycle(),
            was.sunset(),
            was.pins());
    return new ResourceSpec(Kind.EVENT_TYPE, type.name(), type.metadata(), spec);
  }

  /** Faults of the schema at their place in it; those of the rest keep theirs. */
  private static MeshException relative(MeshException e) {
    return new MeshException(
        e.code(),
        e.text(),
        e.violations().stream()
            .map(
                v ->
                    v.pointer().startsWith(SCHEMA)
                        ? new Violation(v.pointer().substring(SCHEMA.length()), v.message())
                        : v)
            .toList());
  }
}
