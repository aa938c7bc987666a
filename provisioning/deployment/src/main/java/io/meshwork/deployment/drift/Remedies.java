package io.meshwork.deployment.drift;

import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.DriftDocument.Ignored;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.plan.Permits;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.store.AppliedResource;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.IgnoredDrift;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.planner.Causes;
import io.meshwork.planner.DesiredBroker;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionTemplate;

/** Remedies over the catalog, plans and what was decided before. */
final class Remedies implements DriftRemedies {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final DriftWatch watch;
  private final Making making;
  private final Catalog catalog;
  private final Observations observations;
  private final Keeping keeping;
  private final Clock clock;

  Remedies(
      DriftWatch watch,
      Making making,
      Catalog catalog,
      Observations observations,
      Keeping keeping,
      Clock clock) {
    this.watch = watch;
    this.making = making;
    this.catalog = catalog;
    this.observations = observations;
    this.keeping = keeping;
    this.clock = clock;
  }

  /** What tells how things should be. */
  record Making(Plans plans, PlanComputer computer, Transports transports) {}

  /** What decisions are written down in, and who may take them. */
  record Keeping(
      AppliedResources applied,
      IgnoredDrift ignored,
      AuditLog audit,
      Permissions permissions,
      TransactionTemplate transaction) {}

  @Override
  public Map<DriftedResource, Set<Remedy>> offered(Actor actor, List<DriftedResource> findings) {
    Map<DriftedResource, Set<Remedy>> offered = new HashMap<>();
    for (DriftedResource shown : findings) {
      watch
          .finding(actor, shown.broker(), shown.resource())
          .ifPresent(found -> offered.put(shown, offered(actor, found)));
    }
    return offered;
  }

  private Set<Remedy> offered(Actor actor, DriftWatch.Found found) {
    DriftedResource resource = found.resource();
    BrokerName broker = new BrokerName(resource.broker());
    Optional<EventTypeName> type = eventType(broker, Permits.resource(resource.resource()));
    Set<Remedy> offered = EnumSet.noneOf(Remedy.class);
    if (allowed(actor, Operation.PLAN, found)
        && type.filter(name -> !catalog.allows(actor, Operation.PLAN, name)).isEmpty()) {
      offered.add(Remedy.REPAIR);
    }
    if (resource.finding() == Finding.CHANGED
        && type.filter(name -> catalog.allows(actor, Operation.CHANGE, name)).isPresent()) {
      offered.add(Remedy.ACCEPT);
    }
    if (allowed(actor, Operation.APPLY, found)) {
      offered.add(Remedy.DECIDE);
    }
    return offered;
  }

  private boolean allowed(Actor actor, Operation operation, DriftWatch.Found found) {
    return things(found).stream()
        .allMatch(thing -> keeping.permissions().allows(actor, operation, thing));
  }

  private static List<Guarded> things(DriftWatch.Found found) {
    return found.teams().isEmpty()
        ? List.of(Guarded.mesh())
        : found.teams().stream().map(Guarded::ofTeam).toList();
  }

  @Override
  public PlanDocument repair(Actor actor, String broker, String resource) {
    require(actor, broker, resource);
    AppliedResource applied = applied(broker, resource);
    List<Name> names = new ArrayList<>(applied.causes().stream().map(Cause::name).toList());
    // What shapes a channel is its event type, whoever asks for it.
    eventType(new BrokerName(broker), applied.id()).ifPresent(names::add);
    List<PlanScope.ResourceRef> scope =
        Causes.of(names).stream()
            .map(name -> new PlanScope.ResourceRef(Causes.kind(name), name.value()))
            .toList();
    return making
        .plans()
        .compute(actor, scope.isEmpty() ? PlanScope.MESH : new PlanScope(null, scope), List.of());
  }

  @Override
  public void accept(Actor actor, String broker, String resource) {
    DriftWatch.Found found = require(actor, broker, resource);
    if (found.resource().finding() != Finding.CHANGED) {
      throw cannotAccept(
          broker, resource, "it is gone or another's: repair it, adopt it, or retire what asks");
    }
    BrokerName name = new BrokerName(broker);
    ResourceId id = Permits.resource(resource);
    EventTypeName type =
        eventType(name, id)
            .orElseThrow(
                () ->
                    cannotAccept(
                        broker, resource, "its shape does not follow from one event type"));
    Resource entry = catalog.get(actor, type);
    ObservedResource there = look(name, id);
    EventTypeSpec spec = with(entry.spec(EventTypeSpec.class), shape(name, there));
    catalog.put(
        actor,
        new ResourceSpec(entry.kind(), type, entry.metadata(), spec),
        new Precondition.IfMatch(entry.etag()));
    keeping.applied().put(accepted(applied(broker, resource), there));
  }

  /** From now on it is meant to be as it is: what was accepted differs no more. */
  private static AppliedResource accepted(AppliedResource was, ObservedResource there) {
    SortedMap<String, String> attributes = new TreeMap<>(there.resource().attributes());
    attributes.keySet().retainAll(was.attributes().keySet());
    return new AppliedResource(
        was.broker(), was.id(), attributes, was.identity(), was.causes(), was.adopted());
  }

  @Override
  public void ignore(Actor actor, String broker, String resource, String reason, Instant until) {
    DriftWatch.Found found = require(actor, broker, resource);
    Instant now = clock.instant();
    if (reason.isBlank()) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "Ignoring '%s' on broker '%s' needs a reason; it is kept in the audit."
              .formatted(resource, broker));
    }
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "Drift is ignored until a moment within the next 366 days; %s is not.".formatted(until));
    }
    guard(actor, found);
    IgnoredDrift.Entry entry =
        new IgnoredDrift.Entry(
            new BrokerName(broker),
            Permits.resource(resource),
            DriftWatch.signature(found.resource()),
            new Ignored(actor.subject(), reason, now, until));
    write(
        actor,
        "ignore",
        found,
        Map.of("reason", reason, "until", until.toString()),
        () -> keeping.ignored().put(entry));
  }

  @Override
  public void notice(Actor actor, String broker, String resource) {
    DriftWatch.Found found = require(actor, broker, resource);
    guard(actor, found);
    write(
        actor,
        "notice",
        found,
        Map.of(),
        () ->
            keeping
                .ignored()
                .remove(new BrokerName(broker), Permits.resource(resource), clock.instant()));
  }

  private void write(
      Actor actor,
      String operation,
      DriftWatch.Found found,
      Map<String, String> said,
      Runnable writing) {
    keeping
        .transaction()
        .executeWithoutResult(
            _ -> {
              writing.run();
              keeping
                  .audit()
                  .record(
                      new AuditEntry(
                          actor,
                          operation,
                          "Drift",
                          found.resource().broker() + " " + found.resource().resource(),
                          new TreeSet<>(found.teams()),
                          null,
                          new JsonText(MeshJson.write(said)),
                          null));
            });
  }

  private void guard(Actor actor, DriftWatch.Found found) {
    things(found).forEach(thing -> keeping.permissions().require(actor, Operation.APPLY, thing));
  }

  private DriftWatch.Found require(Actor actor, String broker, String resource) {
    return watch
        .finding(actor, broker, resource)
        .orElseThrow(
            () ->
                new MeshException(
                    AccessError.NOT_FOUND,
                    "There is no drift of '%s' on broker '%s' as last looked for."
                        .formatted(resource, broker)));
  }

  private AppliedResource applied(String broker, String resource) {
    return keeping.applied().all().stream()
        .filter(each -> each.broker().value().equals(broker))
        .filter(each -> each.id().toString().equals(resource))
        .findFirst()
        .orElseThrow(
            () ->
                new MeshException(
                    AccessError.NOT_FOUND,
                    "Meshwork has not made '%s' on broker '%s'.".formatted(resource, broker)));
  }

  private Optional<EventTypeName> eventType(BrokerName broker, ResourceId id) {
    DesiredBroker desired =
        making
            .computer()
            .desired(catalog.snapshot(catalog.currentRevision()))
            .brokers()
            .get(broker);
    if (desired == null) {
      return Optional.empty();
    }
    for (Need need : desired.rendering().needs().getOrDefault(id, Set.of())) {
      if (need instanceof Need.Channel channel) {
        return switch (channel.id()) {
          case ChannelId.Entry entry -> Optional.of(entry.eventType());
          case ChannelId.Arrival arrival -> Optional.of(arrival.eventType());
          case ChannelId.Subscribed _, ChannelId.DeadLetter _, ChannelId.DeadTransfers _ ->
              Optional.empty();
        };
      }
    }
    return Optional.empty();
  }

  private ObservedResource look(BrokerName name, ResourceId id) {
    var spec =
        Objects.requireNonNull(
                catalog.snapshot(catalog.currentRevision()).brokers().get(name), "has drift")
            .spec();
    if (observations.observe(Map.of(name, spec), Map.of(name, Set.of(id))).get(name)
        instanceof BrokerSight.Seen(var observation)) {
      ObservedResource there = observation.resources().get(id);
      if (there != null) {
        return there;
      }
    }
    throw cannotAccept(name.value(), id.toString(), "it cannot be looked at now");
  }

  private ChannelShape shape(BrokerName name, ObservedResource there) {
    DesiredBroker desired =
        making.computer().desired(catalog.snapshot(catalog.currentRevision())).brokers().get(name);
    return Optional.ofNullable(desired)
        .flatMap(
            broker ->
                making
                    .transports()
                    .get(broker.transport())
                    .blueprint(broker.settings())
                    .shape(there.effective()))
        .orElseThrow(
            () ->
                cannotAccept(
                    name.value(),
                    there.resource().id().toString(),
                    "its transport tells no shape of it"));
  }

  private static EventTypeSpec with(EventTypeSpec spec, ChannelShape shape) {
    return new EventTypeSpec(
        spec.title(),
        spec.schema(),
        spec.compatibility(),
        spec.key(),
        shape.partitions(),
        shape.retention(),
        shape.retainedSize(),
        shape.maxSize(),
        spec.delivery(),
        spec.classification(),
        spec.visibility(),
        spec.access(),
        spec.routing(),
        spec.residency(),
        spec.examples(),
        spec.successorOf(),
        spec.lifecycle(),
        spec.sunset(),
        spec.pins());
  }

  private static MeshException cannotAccept(String broker, String resource, String why) {
    return new MeshException(
        DeploymentError.CANNOT_ACCEPT,
        "'%s' on broker '%s' cannot be accepted into the catalog: %s."
            .formatted(resource, broker, why));
  }
}
