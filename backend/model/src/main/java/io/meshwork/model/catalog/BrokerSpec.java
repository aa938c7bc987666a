package io.meshwork.model.catalog;

import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import java.util.List;
import java.util.Map;

/**
 * One existing messaging system.
 *
 * @param transport the kind of broker, and the plug-in that speaks to it
 * @param region where it stands
 * @param settings what the transport declares; secret ones are references such as {@code env:NAME}
 * @param teams who may use it; empty means every team
 * @param readOnly observed, never changed
 */
public record BrokerSpec(
    TransportName transport,
    RegionName region,
    Map<String, String> settings,
    List<TeamName> teams,
    boolean readOnly)
    implements Spec {
  /** Copies the collections. */
  public BrokerSpec {
    settings = Map.copyOf(settings);
    teams = List.copyOf(teams);
  }

  /** Whether the team may place publications and subscriptions here. */
  public boolean admits(TeamName team) {
    return teams.isEmpty() || teams.contains(team);
  }
}
