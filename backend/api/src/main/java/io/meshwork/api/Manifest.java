package io.meshwork.api;

import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Rate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The versioned list of links that one region's relays run.
 *
 * @param format of this document; a relay refuses one that it does not know and keeps the last
 * @param requires abilities that a relay must have; one that it does not know: likewise
 * @param installation whose marks and ids are ours
 * @param region whose
 * @param revision rises with every change of this region's manifest
 * @param brokers that the links join
 * @param links by id
 * @param redrives of dead letters that run now; of a link at most one. A manifest without any may
 *     lack the list
 * @param teamRates the most that the relays of this region move for each of these teams; others
 *     have no limit. A manifest without any may lack the list
 */
public record Manifest(
    int format,
    List<String> requires,
    UUID installation,
    RegionName region,
    long revision,
    List<ManifestBroker> brokers,
    List<ManifestLink> links,
    @Nullable List<ManifestRedrive> redrives,
    @Nullable List<TeamRate> teamRates) {
  /** The format that this version writes. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public Manifest {
    requires = List.copyOf(requires);
    brokers = List.copyOf(brokers);
    links = List.copyOf(links);
    redrives = redrives == null ? List.of() : List.copyOf(redrives);
    teamRates = teamRates == null ? List.of() : List.copyOf(teamRates);
  }

  /** Never {@code null}. */
  @Override
  public List<ManifestRedrive> redrives() {
    return redrives == null ? List.of() : redrives;
  }

  /** Never {@code null}. */
  @Override
  public List<TeamRate> teamRates() {
    return teamRates == null ? List.of() : teamRates;
  }

  /** The most that the links of a team move together. */
  public record TeamRate(TeamName team, Rate rate) {}
}
