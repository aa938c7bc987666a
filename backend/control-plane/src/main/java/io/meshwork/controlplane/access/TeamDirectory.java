package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.Map;
import java.util.Optional;

/** What the catalog knows of teams, for who needs it to name an actor. Implemented there. */
public interface TeamDirectory {
  /** The roles stored in teams' documents for a person. */
  Map<TeamName, TeamRole> rolesOf(String subject);

  /** The owner of an application that is not retired. */
  Optional<TeamName> teamOf(ApplicationName application);
}
