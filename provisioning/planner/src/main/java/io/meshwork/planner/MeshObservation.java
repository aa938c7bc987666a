package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.transport.spi.ResourceId;
import java.util.Map;
import java.util.Set;

/**
 * What the mesh is. Causes and owners let a plan of a team or of some resources tell whose a thing
 * is that the catalog no longer asks for; what they do not know is only in the whole mesh's scope.
 *
 * @param brokers what each broker holds; a broker that is absent counts as away
 * @param applied what each region's relays run
 * @param causes for each broker, why each resource was last applied
 * @param owners whose those causes were
 * @param particulars of brokers' resources; absent: nothing is known
 */
public record MeshObservation(
    Map<BrokerName, BrokerView> brokers,
    Map<RegionName, AppliedManifest> applied,
    Map<BrokerName, Map<ResourceId, Set<Name>>> causes,
    Map<Name, TeamName> owners,
    Map<BrokerName, Particulars> particulars) {
  /** Copies. */
  public MeshObservation {
    brokers = Map.copyOf(brokers);
    applied = Map.copyOf(applied);
    causes = Map.copyOf(causes);
    owners = Map.copyOf(owners);
    particulars = Map.copyOf(particulars);
  }

  /** Without a memory of what was applied why. */
  public MeshObservation(
      Map<BrokerName, BrokerView> brokers, Map<RegionName, AppliedManifest> applied) {
    this(brokers, applied, Map.of(), Map.of(), Map.of());
  }

  Particulars particulars(BrokerName broker) {
    return particulars.getOrDefault(broker, Particulars.NONE);
  }
}
