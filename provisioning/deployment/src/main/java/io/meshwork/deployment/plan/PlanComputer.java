package io.meshwork.deployment.plan;

import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Action;
import io.meshwork.planner.Blocked;
import io.meshwork.planner.BrokerView;
import io.meshwork.planner.Deed;
import io.meshwork.planner.DesiredBroker;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.MeshObservation;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Scope;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
  private final Backlog backlog;
  private volatile @Nullable Known newest;

  /** With these sources. */
  public PlanComputer(
      Planner planner,
      Observations observations,
      ManifestKeeper manifests,
      AppliedResources applied,
      Backlog backlog) {
    this.planner = planner;
    this.observations = observations;
    this.manifests = manifests;
    this.applied = applied;
    this.backlog = backlog;
  }

  /** What was applied until now. */
  public Memory memory() {
    return new Memory(manifests.read(), applied.all(), backlog.read());
  }

  /** What the mesh should be by a revision of the catalog; the newest is kept. */
  public DesiredState desired(CatalogSnapshot saved) {
    Known known = newest;
    if (known != null && known.catalog().revision().equals(saved.revision())) {
      return known.desired();
    }
    DesiredState desired = desired(saved, known);
    newest = new Known(saved, desired);
    return desired;
  }

  private DesiredState desired(CatalogSnapshot catalog, @Nullable Known known) {
    return known == null
        ? planner.desired(catalog)
        : planner.desired(catalog, known.catalog(), known.desired());
  }

  /** A state with what it was made from: the next one is made of the two and of what changed. */
  private record Known(CatalogSnapshot catalog, DesiredState desired) {}

  /** The plan for a catalog as it is stored. */
  public Computed compute(CatalogSnapshot saved, Scope scope) {
    return compute(saved, Request.of(scope));
  }

  /** The same, with more to say about it. */
  Computed compute(CatalogSnapshot saved, Request request) {
    return compute(saved, desired(saved), request);
  }

  /** The plan for a catalog that is not stored. */
  Computed computeUnsaved(CatalogSnapshot catalog, Request request) {
    return compute(catalog, desired(catalog, newest), request);
  }

  /** The plan that takes these deeds back. */
  Computed undo(CatalogSnapshot saved, List<Deed> deeds, Request request) {
    DesiredState desired = desired(saved);
    Set<BrokerName> touched = new TreeSet<>();
    Map<BrokerName, Set<ResourceId>> about = new TreeMap<>();
    for (Deed deed : deeds) {
      Place place = place(deed);
      if (place != null) {
        touched.add(place.broker());
        about.computeIfAbsent(place.broker(), _ -> new TreeSet<>()).add(place.resource());
      }
    }
    Memory memory = memory().without(request.besides());
    Look look = new Look(saved, desired, about);
    look.at(touched);
    return traffic(
        look,
        memory,
        observed -> planner.undo(deeds, desired, observed, request.scope(), request.allowances()));
  }

  private record Place(BrokerName broker, ResourceId resource) {}

  private static @Nullable Place place(Deed deed) {
    return switch (deed) {
      case Deed.Made made -> new Place(made.broker(), made.resource().id());
      case Deed.Changed changed -> new Place(changed.broker(), changed.to().id());
      case Deed.Ended ended -> new Place(ended.broker(), ended.resource().id());
      case Deed.Adopted adopted -> new Place(adopted.broker(), adopted.resource().id());
      case Deed.Released released -> new Place(released.broker(), released.resource().id());
      case Deed.Linked _ -> null;
    };
  }

  /** The plan as if brokers held exactly these views: asks nobody. */
  public Plan plan(DesiredState desired, MeshObservation observed, Scope scope) {
    return planner.plan(desired, observed, scope);
  }

  private Computed compute(CatalogSnapshot catalog, DesiredState desired, Request request) {
    Memory memory = memory().without(request.besides());
    Scope scope = request.scope();
    Map<Name, TeamName> owners = new HashMap<>(memory.owners());
    owners.putAll(desired.owners());
    Look look = new Look(catalog, desired, Map.of());
    Set<BrokerName> wanted = concerned(desired, scope, owners, memory);
    Computed computed;
    do {
      look.at(wanted);
      computed =
          traffic(
              look,
              memory,
              observed -> planner.plan(desired, observed, scope, request.allowances()));
      // What the scope needs may lie on brokers that it does not name.
      wanted = notLookedAt(computed.plan(), look.views().keySet(), catalog);
    } while (!wanted.isEmpty());
    return computed;
  }

  /** Plans, asks what flows through whatever the plan would end, and plans again with that. */
  private Computed traffic(Look look, Memory memory, Function<MeshObservation, Plan> planning) {
    Map<Name, TeamName> owners = new HashMap<>(memory.owners());
    owners.putAll(look.desired().owners());
    Plan plan = planning.apply(observed(look, memory, Map.of()));
    Map<BrokerName, Set<ResourceId>> ending = ending(plan);
    if (!ending.isEmpty()) {
      Map<BrokerName, Map<ResourceId, Traffic>> traffic =
          observations.traffic(look.specs(ending.keySet()), ending);
      plan = planning.apply(observed(look, memory, traffic));
    }
    return new Computed(look.desired(), plan, Steps.of(plan, owners));
  }

  private static MeshObservation observed(
      Look look, Memory memory, Map<BrokerName, Map<ResourceId, Traffic>> traffic) {
    return new MeshObservation(
        look.views(),
        memory.applied(),
        memory.causes(),
        memory.owners(),
        memory.particulars(traffic));
  }

  private static Map<BrokerName, Set<ResourceId>> ending(Plan plan) {
    Map<BrokerName, Set<ResourceId>> ending = new TreeMap<>();
    for (Action action : plan.actions()) {
      if (action instanceof Action.DeleteResource delete) {
        ending.computeIfAbsent(delete.broker(), _ -> new TreeSet<>()).add(delete.resource().id());
      }
    }
    for (Blocked blocked : plan.blocked()) {
      BrokerName broker = blocked.broker();
      if (blocked.isForcible() && broker != null) {
        ending
            .computeIfAbsent(broker, _ -> new TreeSet<>())
            .add(Permits.resource(blocked.subject()));
      }
    }
    return ending;
  }

  /** What is seen of brokers while one plan is computed. */
  private final class Look {
    private final CatalogSnapshot catalog;
    private final DesiredState desired;
    private final Map<BrokerName, Set<ResourceId>> about;
    private final Map<BrokerName, BrokerView> views = new TreeMap<>();

    Look(CatalogSnapshot catalog, DesiredState desired, Map<BrokerName, Set<ResourceId>> about) {
      this.catalog = catalog;
      this.desired = desired;
      this.about = about;
    }

    DesiredState desired() {
      return desired;
    }

    Map<BrokerName, BrokerView> views() {
      return views;
    }

    void at(Set<BrokerName> brokers) {
      Map<BrokerName, Set<ResourceId>> asked = new TreeMap<>();
      for (BrokerName name : brokers) {
        DesiredBroker broker = desired.brokers().get(name);
        Set<ResourceId> ids = new TreeSet<>(about.getOrDefault(name, Set.of()));
        if (broker != null) {
          ids.addAll(PlanComputer.ids(broker));
        }
        asked.put(name, ids);
      }
      observations
          .observe(specs(brokers), asked)
          .forEach((name, sight) -> views.put(name, view(sight)));
    }

    Map<BrokerName, BrokerSpec> specs(Set<BrokerName> brokers) {
      Map<BrokerName, BrokerSpec> specs = new TreeMap<>();
      for (BrokerName name : brokers) {
        var entity = catalog.brokers().get(name);
        if (entity != null) {
          specs.put(name, entity.spec());
        }
      }
      return specs;
    }
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

  private static boolean concerns(DesiredBroker broker, Predicate<Name> concern) {
    return broker.needs().needs().stream()
        .anyMatch(need -> any(concern).test(need.causes()) || shapes(need, concern));
  }

  /** Whether it is a channel of an event type that is concerned: whose shape it has. */
  private static boolean shapes(Need need, Predicate<Name> concern) {
    return need instanceof Need.Channel channel
        && switch (channel.id()) {
          case ChannelId.Entry entry -> concern.test(entry.eventType());
          case ChannelId.Arrival arrival -> concern.test(arrival.eventType());
          case ChannelId.Subscribed _, ChannelId.DeadLetter _, ChannelId.DeadTransfers _ -> false;
        };
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
