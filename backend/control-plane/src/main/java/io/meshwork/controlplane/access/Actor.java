package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who calls, with all that decides what they may do. Made once a request.
 *
 * @param subject stable identity: a token's {@code sub}, {@code key:…} or {@code relay:…}
 * @param displayName for people
 * @param holder what kind of caller
 * @param roles in the whole mesh
 * @param teams the role in each team
 */
public record Actor(
    String subject,
    String displayName,
    Holder holder,
    Set<GlobalRole> roles,
    Map<TeamName, TeamRole> teams) {
  /** Copies the collections. */
  public Actor {
    roles = Set.copyOf(roles);
    teams = Map.copyOf(teams);
  }

  /** What kind of caller. */
  public sealed interface Holder {
    /** A person with a token or a session, or the bootstrap key. */
    record Person() implements Holder {}

    /** A program with a key of its application. */
    record Application(ApplicationName name, TeamName team, UUID key, Set<Scope> scopes)
        implements Holder {
      /** Copies the scopes. */
      public Application {
        scopes = Set.copyOf(scopes);
      }
    }

    /** A relay or gateway of a region. */
    record Relay(RegionName region) implements Holder {}

    /** Meshwork itself, such as when a grant expires. */
    record Mesh() implements Holder {}
  }

  /** Meshwork itself: may do everything, shown as {@code meshwork} in the audit log. */
  public static Actor mesh() {
    return new Actor(
        "meshwork", "Meshwork", new Holder.Mesh(), Set.of(GlobalRole.ADMINISTRATOR), Map.of());
  }

  /** Whether the actor has the role in the whole mesh. */
  public boolean is(GlobalRole role) {
    return roles.contains(role);
  }

  /** The role in a team, empty for a stranger. */
  public Optional<TeamRole> roleIn(TeamName team) {
    return Optional.ofNullable(teams.get(team));
  }

  /** Whether the actor sees all teams' things. */
  public boolean seesEverything() {
    return !roles.isEmpty();
  }
}
