package io.meshwork.controlplane.audit;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.JsonText;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did.
 *
 * @param actor who
 * @param operation a verb, such as {@code put}, {@code retire}, {@code approve}, {@code deploy}
 * @param kind of what, such as {@code EventType}, {@code Grant}, {@code Key}
 * @param name of it
 * @param teams concerned: these may read the entry
 * @param before the state before, {@code null}: there was none
 * @param after the state after, {@code null}: there is none
 * @param revision of the catalog that it made, {@code null}: none
 */
public record AuditEntry(
    Actor actor,
    String operation,
    String kind,
    String name,
    Set<TeamName> teams,
    @Nullable JsonText before,
    @Nullable JsonText after,
    @Nullable Revision revision) {
  /** Copies the teams. */
  public AuditEntry {
    teams = Set.copyOf(teams);
  }
}
