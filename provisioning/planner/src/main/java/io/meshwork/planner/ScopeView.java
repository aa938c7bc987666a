package io.meshwork.planner;

import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    if (isMesh()) {
      return true;
    }
    for (Name name : names) {
      if (contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** What stands under entries of the scope; costs as much as the scope or the map is large. */
  <K extends Name, V> List<V> select(Map<K, List<V>> byName) {
    List<V> selected = new ArrayList<>();
    if (scope instanceof Scope.Resources resources) {
      for (Name name : resources.names()) {
        List<V> there = byName.get(name);
        if (there != null) {
          selected.addAll(there);
        }
      }
    } else {
      byName.forEach(
          (name, there) -> {
            if (contains(name)) {
              selected.addAll(there);
            }
          });
    }
    return selected;
  }
}
