package io.meshwork.planner;

import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import java.util.Set;
import java.util.SortedSet;

/** What a plan is about: it holds what this causes and what that needs, and nothing else. */
public sealed interface Scope {
  /** Everything. */
  record Mesh() implements Scope {}

  /** What one team's entries cause. */
  record Team(TeamName team) implements Scope {}

  /** What these entries cause. */
  record Resources(SortedSet<Name> names) implements Scope {
    /** Copies. */
    public Resources {
      names = Causes.of(names);
    }

    /** What these entries cause. */
    public static Resources of(Name... names) {
      return new Resources(Causes.of(Set.of(names)));
    }
  }
}
