package io.meshwork.api;

import io.meshwork.model.RegionName;
import java.util.List;
import java.util.UUID;

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
 */
public record Manifest(
    int format,
    List<String> requires,
    UUID installation,
    RegionName region,
    long revision,
    List<ManifestBroker> brokers,
    List<ManifestLink> links) {
  /** The format that this version writes. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public Manifest {
    requires = List.copyOf(requires);
    brokers = List.copyOf(brokers);
    links = List.copyOf(links);
  }
}
