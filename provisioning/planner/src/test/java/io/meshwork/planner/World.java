package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A mesh on paper: carries plans out on what is observed, as deployment would. */
final class World {
  static final Transports TRANSPORTS = transports();
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  final Planner planner = new Planner(TRANSPORTS);
  private final Map<BrokerName, Map<ResourceId, ObservedResource>> brokers = new HashMap<>();
  private final Map<BrokerName, BrokerView> away = new HashMap<>();
  private final Map<RegionName, AppliedManifest> manifests = new HashMap<>();
  private final Map<BrokerName, Map<ResourceId, Set<Name>>> causes = new HashMap<>();
  private final Map<Name, TeamName> owners = new HashMap<>();
  private final Map<BrokerName, Particulars> particulars = new HashMap<>();
  private int identities;

  private static Transports transports() {
    MemoryTransport whole = new MemoryTransport(new MemoryBrokers(Clock.systemUTC()));
    return new Transports(
        List.of(
            whole,
            whole.without(Capability.TRANSACTIONS),
            whole.without(Capability.ORDER),
            whole.without(Capability.REPLAY),
            whole.without(Capability.ACCESS_CONTROL)));
  }

  Plan plan(CatalogSnapshot catalog, Scope scope) {
    DesiredState desired = planner.desired(catalog);
    return planner.plan(desired, observe(desired), scope);
  }

  Plan plan(CatalogFixture catalog) {
    return plan(catalog.build(), new Scope.Mesh());
  }

  /** Plans for the whole mesh and applies; the plan must be applicable. */
  Plan apply(CatalogFixture catalog) {
    return apply(catalog, new Scope.Mesh());
  }

  Plan apply(CatalogFixture catalog, Scope scope) {
    CatalogSnapshot snapshot = catalog.build();
    Plan plan = plan(snapshot, scope);
    if (!plan.isApplicable()) {
      throw new AssertionError(PlanText.of(plan));
    }
    apply(plan, planner.desired(snapshot));
    return plan;
  }

  void apply(Plan plan, DesiredState desired) {
    owners.putAll(desired.owners());
    for (Action action : plan.actions()) {
      switch (action) {
        case Action.CreateResource create ->
            put(create.broker(), create.resource(), new Ownership.Ours(), create.terms());
        case Action.ChangeResource change ->
            on(change.broker())
                .put(
                    change.to().id(),
                    new ObservedResource(
                        change.to(), change.identity(), new Ownership.Ours(), List.of()));
        case Action.AdoptResource adopt ->
            put(adopt.broker(), adopt.resource(), new Ownership.Ours(), adopt.terms());
        case Action.WithdrawAccess withdraw -> on(withdraw.broker()).remove(withdraw.id());
        case Action.DeleteResource delete -> on(delete.broker()).remove(delete.resource().id());
        case Action.ReleaseResource release ->
            put(release.broker(), release.resource(), new Ownership.Foreign(), release.terms());
        case Action.SwitchManifest change ->
            manifests.put(change.region(), new AppliedManifest(change.resulting()));
      }
    }
  }

  private void put(BrokerName broker, Resource resource, Ownership owner, Action.Terms terms) {
    causes
        .computeIfAbsent(broker, ignored -> new HashMap<>())
        .computeIfAbsent(resource.id(), ignored -> new HashSet<>())
        .addAll(terms.causes());
    put(broker, resource, owner, List.of());
  }

  /** Something on a broker that this mesh's plans did not make. */
  void put(BrokerName broker, Resource resource, Ownership owner, List<ConsumerGroup> readers) {
    Identity identity = new Identity("id-" + identities++);
    on(broker).put(resource.id(), new ObservedResource(resource, identity, owner, readers));
  }

  /** Something of others on a broker that fills in what they did not set. */
  void putForeign(BrokerName broker, Resource resource, Map<String, String> defaults) {
    on(broker)
        .put(
            resource.id(),
            new ObservedResource(
                resource,
                new TreeMap<>(defaults),
                new Identity("id-" + identities++),
                new Ownership.Foreign(),
                List.of()));
  }

  void loseContact(String broker) {
    away.put(new BrokerName(broker), new BrokerView.Away(NOW, "connection refused"));
  }

  /** What is known of a broker's resources beside their shape. */
  void know(BrokerName broker, Particulars known) {
    particulars.put(broker, known);
  }

  Map<ResourceId, ObservedResource> on(BrokerName broker) {
    return brokers.computeIfAbsent(broker, ignored -> new HashMap<>());
  }

  Map<RegionName, AppliedManifest> manifests() {
    return manifests;
  }

  /** Whose demands links carry now. */
  Set<Name> served() {
    Set<Name> names = new HashSet<>();
    manifests
        .values()
        .forEach(
            manifest ->
                manifest.links().values().forEach(link -> names.addAll(link.demands().keySet())));
    return names;
  }

  MeshObservation observe(DesiredState desired) {
    Map<BrokerName, BrokerView> views = new HashMap<>();
    desired
        .brokers()
        .keySet()
        .forEach(name -> views.put(name, new BrokerView.Seen(new Observation(NOW, on(name)))));
    views.putAll(away);
    return new MeshObservation(views, manifests, causes, owners, particulars);
  }
}
