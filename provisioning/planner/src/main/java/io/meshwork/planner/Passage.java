package io.meshwork.planner;

import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Jurisdiction;
import java.util.Set;

/**
 * What decides where an event type may travel; types that agree in it share their trees.
 *
 * @param owner whose events they are
 * @param residency the allowed jurisdictions, empty: any
 * @param ordered whether brokers on the way must keep order
 */
record Passage(TeamName owner, Set<Jurisdiction> residency, boolean ordered) {
  static Passage of(TeamName owner, EventTypeSpec type) {
    return new Passage(owner, type.residency(), type.key() != null);
  }

  boolean allows(Station station) {
    return residency.isEmpty() || residency.contains(station.regionSpec().jurisdiction());
  }

  Passage anywhere() {
    return new Passage(owner, Set.of(), ordered);
  }
}
