package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.controlplane.access.TeamDirectory;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Member;
import io.meshwork.model.catalog.TeamRole;
import io.meshwork.model.catalog.TeamSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells access what the catalog knows of teams. */
@Component
class StoredTeams implements TeamDirectory {
  private final LiveCatalog live;

  StoredTeams(LiveCatalog live) {
    this.live = live;
  }

  @Override
  public Map<TeamName, TeamRole> rolesOf(String subject) {
    Map<TeamName, TeamRole> roles = new HashMap<>();
    live.fresh()
        .all(Kind.TEAM)
        .forEach(
            team -> {
              for (Member member : team.spec(TeamSpec.class).members()) {
                if (member.subject().equals(subject)) {
                  roles.put((TeamName) team.name(), member.role());
                }
              }
            });
    return roles;
  }

  @Override
  public Optional<TeamName> teamOf(ApplicationName application) {
    return Optional.ofNullable(Audiences.ownerOf(live.fresh(), application));
  }
}
