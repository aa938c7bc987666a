package io.meshwork.deployment.manifest;

import io.meshwork.api.Manifest;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Rate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rates of teams, as the links of one region have them. */
final class TeamRates {
  private TeamRates() {}

  /** Links of one team agree; while a part of a change is still under way, the newest tells. */
  static List<Manifest.TeamRate> of(Collection<StoredLink> links) {
    Map<TeamName, StoredLink> newest = new TreeMap<>();
    for (StoredLink each : links) {
      newest.merge(
          each.link().team(), each, (one, other) -> other.since() > one.since() ? other : one);
    }
    List<Manifest.TeamRate> rates = new ArrayList<>();
    newest.forEach(
        (team, each) -> {
          Rate rate = each.link().teamRate();
          if (rate != null) {
            rates.add(new Manifest.TeamRate(team, rate));
          }
        });
    return rates;
  }
}
