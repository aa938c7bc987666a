package io.meshwork.deployment.plan;

import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Blocked;
import io.meshwork.planner.BrokerView;
import io.meshwork.planner.DesiredBroker;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.MeshObservation;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Scope;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what a plan is made of: the catalog, what the brokers hold, and what was applied.
 * Asks only brokers that the scope concerns. Thread safe.
 */
public class PlanComputer {
  private final Planner planner;
  private final Observations observations;
  private final ManifestKeeper manifests;
  private final AppliedResources applied;
  private volatile @Nullable DesiredState newest;

  /** With these sources. */
  public PlanComputer(
      Planner planner,
      Observations observations,
      ManifestKeeper manifests,
      AppliedResources applied) {
    this.planner = planner;
    this.observations = observations;
    this.manifests = manifests;
    this.applied = applied;
  }

  /** What was applied until now. */
  public Memory memory() {
    return new Memory(manifests.read(), applied.all());
  }

  /** What the mesh should be by a revision of the catalog; the newest is kept. */
  public DesiredState desired(CatalogSnapshot saved) {
    DesiredState known = newest;
    Revision revision = saved.revision();
    if (known != null && known.revision().equals(revision)) {
      return known;
    }
    DesiredState desired = planner.desired(saved);
    newest = desired;
    return desired;
  }

  /** The plan for a catalog as it is stored. */
  public Computed compute(CatalogSnapshot saved, Scope scope) {
    return compute(saved, desired(saved), scope);
  }

  /** The plan for a catalog that is not stored. */
  public Computed computeUnsaved(CatalogSnapshot catalog, Scope scope) {
    return compute(catalog, planner.desired(catalog), scope);
  }

  /** The plan as if brokers held exactly these views: asks nobody. */
  public Plan plan(DesiredState desired, MeshObservation observed, Scope scope) {
    return planner.plan(desired, observed, scope);
  }

  private Computed compute(CatalogSnapshot catalog, DesiredState desired, Scope scope) {
    Memory memory = memory();
    Map<Name, TeamName> owners = new HashMap<>(memory.owners());
    owners.putAll(desired.owners());
    Map<BrokerName, BrokerView> views = new TreeMap<>();
    Set<BrokerName> wanted = concerned(desired, scope, owners, memory);
    Plan plan;
    do {
      views.putAll(look(catalog, desired, wanted));
      plan =
          planner.plan(
              desired,
              new MeshObservation(views, memory.applied(), memory.causes(), memory.owners()),
              scope);
      // What the scope needs may lie on brokers that it does not name.
      wanted = notLookedAt(plan, views.keySet(), catalog);
    } while (!wanted.isEmpty());
    return new Computed(desired, plan, Steps.of(plan, owners));
  }

  private static Set<BrokerName> notLookedAt(
      Plan plan, Set<BrokerName> seen, CatalogSnapshot catalog) {
    return plan.blocked().stream()
        .filter(blocked -> blocked.code() == Blocked.Code.BROKER_AWAY)
        .map(Blocked::broker)
        .filter(Objects::nonNull)
        .filter(broker -> !seen.contains(broker) && catalog.brokers().containsKey(broker))
        .collect(Collectors.toSet());
  }

  private static Set<BrokerName> concerned(
      DesiredState desired, Scope scope, Map<Name, TeamName> owners, Memory memory) {
    if (scope instanceof Scope.Mesh) {
      return desired.brokers().keySet();
    }
    Predicate<Name> concern = concern(scope, owners);
    Map<BrokerName, Map<ResourceId, Set<Name>>> before = memory.causes();
    return desired.brokers().entrySet().stream()
        .filter(
            each ->
                concerns(each.getValue(), concern)
                    || concerns(before.getOrDefault(each.getKey(), Map.of()).values(), concern))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Map<BrokerName, BrokerView> look(
      CatalogSnapshot catalog, DesiredState desired, Set<BrokerName> wanted) {
    Map<BrokerName, BrokerSpec> specs = new TreeMap<>();
    Map<BrokerName, Set<ResourceId>> asked = new TreeMap<>();
    for (BrokerName name : wanted) {
      var entity = catalog.brokers().get(name);
      DesiredBroker broker = desired.brokers().get(name);
      if (entity != null) {
        specs.put(name, entity.spec());
        asked.put(name, broker == null ? Set.of() : ids(broker));
      }
    }
    Map<BrokerName, BrokerView> views = new TreeMap<>();
    observations.observe(specs, asked).forEach((name, sight) -> views.put(name, view(sight)));
    return views;
  }

  private static boolean concerns(DesiredBroker broker, Predicate<Name> concern) {
    return broker.needs().needs().stream().map(Need::causes).anyMatch(any(concern));
  }

  private static boolean concerns(Collection<Set<Name>> causes, Predicate<Name> concern) {
    return causes.stream().anyMatch(any(concern));
  }

  private static Predicate<Set<Name>> any(Predicate<Name> concern) {
    return names -> names.stream().anyMatch(concern);
  }

  private static Predicate<Name> concern(Scope scope, Map<Name, TeamName> owners) {
    return switch (scope) {
      case Scope.Mesh _ -> _ -> true;
      case Scope.Team(var team) -> name -> team.equals(owners.get(name));
      case Scope.Resources resources -> name -> resources.names().contains(name);
    };
  }

  /** The resources that a broker should hold. */
  public static Set<ResourceId> ids(DesiredBroker broker) {
    return broker.rendering().resources().stream().map(Resource::id).collect(Collectors.toSet());
  }

  private static BrokerView view(BrokerSight sight) {
    return switch (sight) {
      case BrokerSight.Seen(var observation) -> new BrokerView.Seen(observation);
      case BrokerSight.Away(var since, var reason) -> new BrokerView.Away(since, reason);
    };
  }
}
