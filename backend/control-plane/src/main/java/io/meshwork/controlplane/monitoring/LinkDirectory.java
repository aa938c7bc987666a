package io.meshwork.controlplane.monitoring;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.Rate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The links of all current manifests; implemented by who makes manifests. Answers from memory. */
public interface LinkDirectory {
  /** Every link that a relay should run, and in which region. */
  Map<LinkId, Placed> links();

  /** What a relay of a region says of the redrives of their dead letters. */
  default void reported(RegionName region, List<RedriveReport> redrives) {}

  /**
   * A link and the region whose relays run it.
   *
   * @param teamRate the most that its team's links move there, {@code null}: no limit
   */
  record Placed(ManifestLink link, RegionName runsIn, @Nullable Rate teamRate) {
    /** Of a team without a limit. */
    public Placed(ManifestLink link, RegionName runsIn) {
      this(link, runsIn, null);
    }
  }
}
