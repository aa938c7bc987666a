package io.meshwork.controlplane.monitoring;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.util.List;
import java.util.Map;

/** The links of all current manifests; implemented by who makes manifests. Answers from memory. */
public interface LinkDirectory {
  /** Every link that a relay should run, and in which region. */
  Map<LinkId, Placed> links();

  /** What a relay of a region says of the redrives of their dead letters. */
  default void reported(RegionName region, List<RedriveReport> redrives) {}

  /** A link and the region whose relays run it. */
  record Placed(ManifestLink link, RegionName runsIn) {}
}
