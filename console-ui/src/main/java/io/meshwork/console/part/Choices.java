package io.meshwork.console.part;

import io.meshwork.api.Kind;
import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.GlobalRole;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.TeamRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What forms offer to choose from. */
public final class Choices {
  private final Catalog catalog;
  private final Actor actor;

  /** The choices of who fills in the form. */
  public Choices(Catalog catalog, Actor actor) {
    this.catalog = catalog;
    this.actor = actor;
  }

  /** The teams in which the actor may change things; all that there are for an administrator. */
  public List<String> teams() {
    if (actor.is(GlobalRole.ADMINISTRATOR)) {
      return names(Kind.TEAM, null);
    }
    return actor.teams().entrySet().stream()
        .filter(team -> team.getValue() != TeamRole.READER)
        .map(team -> team.getKey().value())
        .sorted()
        .toList();
  }

  /** The applications of a team. */
  public List<String> applications(String team) {
    return names(Kind.APPLICATION, new TeamName(team));
  }

  /** The brokers that admit a team. */
  public List<String> brokers(String team) {
    return all(Kind.BROKER, null).stream()
        .filter(broker -> broker.spec(BrokerSpec.class).admits(new TeamName(team)))
        .map(broker -> broker.name().value())
        .toList();
  }

  /** Names of a kind. */
  public List<String> names(Kind kind, @Nullable TeamName team) {
    return all(kind, team).stream().map(resource -> resource.name().value()).toList();
  }

  /** All of a kind. */
  public List<Resource> all(Kind kind) {
    return all(kind, null);
  }

  private List<Resource> all(Kind kind, @Nullable TeamName team) {
    List<Resource> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Resource> page =
          catalog.list(actor, new ResourceQuery(kind, null, team, ResourceQuery.MAX_LIMIT, cursor));
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }
}
