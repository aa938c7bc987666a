package io.meshwork.controlplane.registry;

import io.meshwork.api.Kind;
import io.meshwork.api.PromotionBaseline;
import io.meshwork.api.PromotionDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.GrantState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Promotions as changes of event types: numbered, audited and permitted as any other. */
@Service
class StoredPromotions implements Promotions {
  private final SchemaRows rows;
  private final SchemaVersions versions;
  private final Catalog catalog;
  private final Permissions permissions;

  StoredPromotions(
      SchemaRows rows, SchemaVersions versions, Catalog catalog, Permissions permissions) {
    this.permissions = permissions;
    this.rows = rows;
    this.versions = versions;
    this.catalog = catalog;
  }

  @Override
  public PromotionDocument promote(
      Actor actor, EventTypeName name, Request request, boolean dryRun) {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    Step step = step(actor, name, request, now);
    Integer before = step.before();
    if (!dryRun && (before == null || before != step.after())) {
      catalog.put(actor, step.draft(), new Precondition.IfMatch(step.type().etag()));
    }
    return document(actor, name, request.environment(), now)
        .of(before, step.after(), step.newest(), step.lowers(), dryRun);
  }

  @Override
  public ResourceSpec draft(Actor actor, EventTypeName name, Request request) {
    return step(actor, name, request, catalog.snapshot(catalog.currentRevision())).draft();
  }

  /** From which version to which, and the event type as it is then. */
  private record Step(
      Resource type,
      @Nullable Integer before,
      int after,
      int newest,
      boolean lowers,
      ResourceSpec draft) {}

  private Step step(Actor actor, EventTypeName name, Request request, CatalogSnapshot now) {
    catalog.require(actor, Operation.ADMINISTER, name);
    Resource type = catalog.get(Actor.mesh(), name);
    EventTypeSpec spec = type.spec(EventTypeSpec.class);
    requireEnvironment(now, request.environment());
    int newest = versions.latest(Actor.mesh(), name).version();
    Integer before = spec.pins().get(request.environment());
    Integer wanted = request.version();
    int after = wanted == null ? newest : wanted;
    if (after < 1 || after > newest) {
      throw new MeshException(
          RegistryError.UNKNOWN_VERSION,
          "Event type '%s' has no schema version %d; it has versions 1 to %d."
              .formatted(name, after, newest));
    }
    boolean lowers = after < (before == null ? newest : before);
    if (lowers && !request.lower()) {
      throw new MeshException(
          RegistryError.VERSION_LOWERED,
          "Environment '%s' has version %s of event type '%s'; version %d is older. Say \"lower\": true if that is meant."
              .formatted(
                  request.environment(),
                  before == null ? newest + " (the newest, for nothing is pinned)" : before,
                  name,
                  after));
    }
    Map<Environment, Integer> pins = new HashMap<>(spec.pins());
    pins.put(request.environment(), after);
    return new Step(type, before, after, newest, lowers, with(type, spec, pins));
  }

  @Override
  public SchemaVersion pinned(Actor actor, EventTypeName name, Environment environment) {
    Resource type = catalog.get(actor, name);
    requireEnvironment(catalog.snapshot(catalog.currentRevision()), environment);
    Integer pin = type.spec(EventTypeSpec.class).pins().get(environment);
    return pin == null ? versions.latest(actor, name) : versions.read(actor, name, pin);
  }

  @Override
  public PromotionBaseline baseline(Actor actor, Environment from, Environment to) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    requireEnvironment(now, from);
    requireEnvironment(now, to);
    Baseline baseline =
        new Baseline(
            now,
            catalog.visible(actor),
            type ->
                rows.findFirstByEventTypeUidOrderByVersionDesc(type.uid())
                    .map(row -> row.version)
                    .orElse(0));
    return new PromotionBaseline(
        from.value(), to.value(), now.revision().number(), baseline.between(from, to));
  }

  private static void requireEnvironment(CatalogSnapshot now, Environment environment) {
    TreeSet<String> known = new TreeSet<>();
    now.regions().values().forEach(region -> known.add(region.spec().environment().value()));
    if (!known.contains(environment.value())) {
      throw new MeshException(
          RegistryError.UNKNOWN_ENVIRONMENT,
          "No region is in environment '%s'; there are: %s."
              .formatted(environment, known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  private Concerned document(
      Actor actor, EventTypeName name, Environment environment, CatalogSnapshot now) {
    List<String> publications = new ArrayList<>();
    now.publications()
        .forEach(
            (publication, entity) -> {
              if (entity.spec().eventType().equals(name)
                  && Baseline.isIn(now, entity.spec().broker(), environment)) {
                publications.add(publication.value());
              }
            });
    List<String> subscriptions = new ArrayList<>();
    int others = 0;
    for (var grant : now.grants().values()) {
      SubscriptionName subscription = grant.key().subscription();
      var entity = now.subscriptions().get(subscription);
      BrokerName broker = entity == null ? null : entity.spec().at().broker();
      if (broker != null
          && grant.key().eventType().equals(name)
          && grant.state() == GrantState.APPROVED
          && Baseline.isIn(now, broker, environment)) {
        if (catalog.allows(actor, Operation.READ, subscription)) {
          subscriptions.add(subscription.value());
        } else {
          others++;
        }
      }
    }
    return new Concerned(
        name,
        environment,
        publications.stream().sorted().toList(),
        subscriptions.stream().sorted().toList(),
        others);
  }

  private static ResourceSpec with(
      Resource type, EventTypeSpec was, Map<Environment, Integer> pins) {
    EventTypeSpec spec =
        new EventTypeSpec(
            was.title(),
            was.schema(),
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
            pins);
    return new ResourceSpec(Kind.EVENT_TYPE, type.name(), type.metadata(), spec);
  }

  /** Who notices. */
  private record Concerned(
      EventTypeName name,
      Environment environment,
      List<String> publications,
      List<String> subscriptions,
      int others) {
    PromotionDocument of(
        @Nullable Integer before, int after, int newest, boolean lowers, boolean dryRun) {
      return new PromotionDocument(
          name.value(),
          environment.value(),
          before,
          after,
          newest,
          lowers,
          dryRun,
          publications,
          subscriptions,
          others);
    }
  }
}
