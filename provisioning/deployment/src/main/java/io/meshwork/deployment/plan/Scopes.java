package io.meshwork.deployment.plan;

import io.meshwork.api.Kind;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.catalog.CatalogHistory;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.planner.Causes;
import io.meshwork.planner.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is about, as a document says it, as the planner takes it, and as permissions see it.
 */
final class Scopes {
  private Scopes() {}

  /** As the planner takes it. */
  static Scope scope(PlanScope scope) {
    TeamName team = scope.team();
    List<PlanScope.ResourceRef> resources = scope.resources();
    if (team != null && resources != null) {
      throw new MeshException(
          DeploymentError.INVALID_SCOPE,
          "The scope names team '%s' and resources; name one of them, or neither for the mesh."
              .formatted(team));
    }
    if (team != null) {
      return new Scope.Team(team);
    }
    if (resources == null) {
      return new Scope.Mesh();
    }
    if (resources.isEmpty()) {
      throw new MeshException(
          DeploymentError.INVALID_SCOPE,
          "The scope's list of resources is empty; name some, or leave it out for the mesh.");
    }
    return new Scope.Resources(Causes.of(resources.stream().map(Scopes::name).toList()));
  }

  /** As a document says it. */
  static PlanScope of(SortedSet<Name> names) {
    return new PlanScope(
        null,
        names.stream()
            .map(name -> new PlanScope.ResourceRef(Causes.kind(name), name.value()))
            .toList());
  }

  private static Name name(PlanScope.ResourceRef reference) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(reference.kind()))
        .findFirst()
        .orElseThrow(
            () ->
                new MeshException(
                    DeploymentError.INVALID_SCOPE,
                    "The scope names a '%s'; there are: %s."
                        .formatted(
                            reference.kind(),
                            Arrays.stream(Kind.values()).map(Kind::word).toList())))
        .name(reference.name());
  }

  /**
   * Whose things a scope names; none: the mesh's. What nobody knows, now or of what was applied, is
   * not found.
   */
  static SortedSet<TeamName> teams(
      Actor actor, Scope scope, CatalogSnapshot catalog, Map<Name, TeamName> owners) {
    SortedSet<TeamName> teams = new TreeSet<>();
    switch (scope) {
      case Scope.Mesh _ -> {}
      case Scope.Team(var team) -> teams.add(team);
      case Scope.Resources resources -> {
        List<Name> ofTheMesh = new ArrayList<>();
        for (Name name : resources.names()) {
          Optional<TeamName> team = owner(name, catalog, owners).filter(it -> knows(actor, it));
          team.ifPresentOrElse(owned -> teams.add(owned), () -> ofTheMesh.add(name));
        }
        if (!ofTheMesh.isEmpty()) {
          if (!actor.seesEverything()) {
            throw new MeshException(
                AccessError.NOT_FOUND,
                "There is no %s that you could plan for."
                    .formatted(Causes.title(ofTheMesh.getFirst())));
          }
          return new TreeSet<>();
        }
      }
    }
    return teams;
  }

  /**
   * Refuses a scope that names what nobody knows: now, of what is to be, or of what was. What was
   * retired is known: asking for it again is asking for what is so already.
   *
   * @param owners of what was applied
   * @param retired whether the catalog once had it
   */
  static void requireKnown(
      Scope scope,
      List<CatalogSnapshot> catalogs,
      Map<Name, TeamName> owners,
      Predicate<Name> retired) {
    Set<? extends Name> names =
        switch (scope) {
          case Scope.Mesh _ -> Set.<Name>of();
          case Scope.Team(var team) -> Set.of(team);
          case Scope.Resources resources -> resources.names();
        };
    for (Name name : names) {
      boolean known =
          owners.containsKey(name)
              || owners.values().contains(name)
              || catalogs.stream().anyMatch(catalog -> entity(name, catalog) != null)
              || retired.test(name);
      if (!known) {
        throw new MeshException(
            AccessError.NOT_FOUND,
            "There is no %s, and nothing that was applied for it is left."
                .formatted(Causes.title(name)));
      }
    }
  }

  /** The same with more resources, if it is one of resources. */
  static PlanScope with(PlanScope scope, List<PlanScope.ResourceRef> more) {
    List<PlanScope.ResourceRef> resources = scope.resources();
    if (resources == null || more.isEmpty()) {
      return scope;
    }
    List<PlanScope.ResourceRef> all = new ArrayList<>(resources);
    more.stream().filter(each -> !resources.contains(each)).forEach(all::add);
    return new PlanScope(null, all);
  }

  /** Which entries of a past revision a scope is about. */
  static CatalogHistory.Selection selection(Scope scope) {
    return switch (scope) {
      case Scope.Mesh _ -> new CatalogHistory.Selection.All();
      case Scope.Team(var team) -> new CatalogHistory.Selection.OfTeam(team);
      case Scope.Resources resources -> new CatalogHistory.Selection.Named(resources.names());
    };
  }

  /** Whose the entries of a scope are in a catalog; of the others nothing is said. */
  static Map<Name, TeamName> owners(Scope scope, CatalogSnapshot catalog) {
    Map<Name, TeamName> owners = new HashMap<>();
    if (scope instanceof Scope.Resources resources) {
      resources
          .names()
          .forEach(
              name -> owner(name, catalog, Map.of()).ifPresent(team -> owners.put(name, team)));
    }
    return owners;
  }

  /** Whose things are unknown to the actor are not told of, not even by their team's name. */
  private static boolean knows(Actor actor, TeamName team) {
    return actor.seesEverything()
        || actor.roleIn(team).isPresent()
        || (actor.holder() instanceof Actor.Holder.Application key && key.team().equals(team));
  }

  /** What permissions are asked about. */
  static List<Guarded> guarded(SortedSet<TeamName> teams) {
    return teams.isEmpty() ? List.of(Guarded.mesh()) : teams.stream().map(Guarded::ofTeam).toList();
  }

  /** Its team; a team is its own. */
  private static Optional<TeamName> owner(
      Name name, CatalogSnapshot catalog, Map<Name, TeamName> owners) {
    if (name instanceof TeamName team && catalog.teams().containsKey(team)) {
      return Optional.of(team);
    }
    Entity<?, ?> entity = entity(name, catalog);
    @Nullable TeamName team = entity == null ? owners.get(name) : entity.metadata().team();
    return Optional.ofNullable(team);
  }

  private static @Nullable Entity<?, ?> entity(Name name, CatalogSnapshot catalog) {
    return switch (name) {
      case TeamName team -> catalog.teams().get(team);
      case ApplicationName application -> catalog.applications().get(application);
      case RegionName region -> catalog.regions().get(region);
      case BrokerName broker -> catalog.brokers().get(broker);
      case EventTypeName type -> catalog.eventTypes().get(type);
      case PublicationName publication -> catalog.publications().get(publication);
      case SubscriptionName subscription -> catalog.subscriptions().get(subscription);
      case TransportName _ -> null;
    };
  }
}
