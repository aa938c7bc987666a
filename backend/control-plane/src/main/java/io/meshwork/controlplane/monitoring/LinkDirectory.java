package io.meshwork.controlplane.monitoring;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.util.Map;

/** The links of all current manifests; implemented by who makes manifests. Answers from memory. */
public interface LinkDirectory {
  /** Every link that a relay should run, and in which region. */
  Map<LinkId, Placed> links();

  /** A link and the region whose relays run it. */
  record Placed(ManifestLink link, RegionName runsIn) {}
}
