package io.meshwork.deployment.store;

import io.meshwork.api.ManifestBroker;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one region's relays were last told to run. */
public record StoredManifest(
    RegionName region,
    long revision,
    SortedMap<LinkId, StoredLink> links,
    List<ManifestBroker> brokers) {
  /** Copies. */
  public StoredManifest {
    links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    brokers = List.copyOf(brokers);
  }

  /** A region that was told nothing yet. */
  public static StoredManifest none(RegionName region) {
    return new StoredManifest(region, 0, new TreeMap<>(), List.of());
  }
}
