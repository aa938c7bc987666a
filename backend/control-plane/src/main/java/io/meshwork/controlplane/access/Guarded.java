package io.meshwork.controlplane.access;

import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A thing as permissions see it.
 *
 * @param word its kind for messages, such as {@code Event type}
 * @param name its name
 * @param team its owner, {@code null}: the mesh
 * @param audience who knows of it beside its owner
 */
public record Guarded(String word, String name, @Nullable TeamName team, Audience audience) {
  /** Who knows of a thing beside its owner and those who see everything. */
  public sealed interface Audience {
    /** Every signed-in person and every key that may read. */
    record Everyone() implements Audience {}

    /** These teams; none: the owner alone. */
    record Teams(Set<TeamName> teams) implements Audience {
      /** Copies the set. */
      public Teams {
        teams = Set.copyOf(teams);
      }
    }
  }

  /** A thing that every signed-in team may know of. */
  public static Guarded open(String word, String name, @Nullable TeamName team) {
    return new Guarded(word, name, team, new Audience.Everyone());
  }

  /** A thing that only its owner knows of. */
  public static Guarded closed(String word, String name, @Nullable TeamName team) {
    return new Guarded(word, name, team, new Audience.Teams(Set.of()));
  }

  /** The mesh as a whole: plans over everything, the whole audit log. */
  public static Guarded mesh() {
    return open("The", "mesh", null);
  }

  /** What concerns one team as a whole: its plans, its audit log. */
  public static Guarded ofTeam(TeamName team) {
    return closed("Team", team.value(), team);
  }

  /** A region, for {@link Operation#READ_MANIFEST} and {@link Operation#REPORT}. */
  public static Guarded region(RegionName region) {
    return open("Region", region.value(), null);
  }
}
