package io.meshwork.planner;

import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import java.util.Collection;
import java.util.Map;

/** Which catalog entries a scope holds. */
final class ScopeView {
  private final Scope scope;
  private final Map<Name, TeamName> owners;
  private final Map<Name, TeamName> formerOwners;

  ScopeView(Scope scope, Map<Name, TeamName> owners, Map<Name, TeamName> formerOwners) {
    this.scope = scope;
    this.owners = owners;
    this.formerOwners = formerOwners;
  }

  boolean isMesh() {
    return scope instanceof Scope.Mesh;
  }

  boolean contains(Name name) {
    return switch (scope) {
      case Scope.Mesh() -> true;
      case Scope.Team(TeamName team) -> {
        TeamName owner = owners.get(name);
        yield team.equals(owner == null ? formerOwners.get(name) : owner);
      }
      case Scope.Resources resources -> resources.names().contains(name);
    };
  }

  boolean containsAny(Collection<? extends Name> names) {
    return isMesh() || names.stream().anyMatch(this::contains);
  }
}
