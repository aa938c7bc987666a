package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the mesh should be at one revision of the catalog. Equal catalogs give equal states,
 * whatever the order in which they were filled.
 *
 * @param revision of the catalog
 * @param brokers every broker that can be used, also those of which nothing is needed
 * @param manifests the links of every region, empty for a region without any
 * @param routes of every granted subscription, by grant
 * @param refusals what the catalog asks for and does not get
 * @param owners the team of every entry that has one
 */
public record DesiredState(
    Revision revision,
    SortedMap<BrokerName, DesiredBroker> brokers,
    SortedMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests,
    List<Route> routes,
    List<Refusal> refusals,
    SortedMap<Name, TeamName> owners) {
  /** Copies. */
  public DesiredState {
    brokers = Sorted.copy(brokers);
    TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> copy = new TreeMap<>();
    manifests.forEach((region, links) -> copy.put(region, Sorted.copy(links)));
    manifests = Collections.unmodifiableSortedMap(copy);
    routes = List.copyOf(routes);
    refusals = List.copyOf(refusals);
    TreeMap<Name, TeamName> teams = new TreeMap<>(Causes.ORDER);
    teams.putAll(owners);
    owners = Collections.unmodifiableSortedMap(teams);
  }

  /** All links of all regions, by id. */
  public SortedMap<LinkId, DesiredLink> links() {
    TreeMap<LinkId, DesiredLink> links = new TreeMap<>();
    manifests.values().forEach(links::putAll);
    return links;
  }
}
