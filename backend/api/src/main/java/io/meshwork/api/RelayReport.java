package io.meshwork.api;

import io.meshwork.model.RegionName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a relay tells the control plane, every two seconds.
 *
 * @param instance one run of one relay process; counters start at 0 with it
 * @param host where it runs, for people
 * @param startedAt of the run
 * @param at of this report
 * @param manifestRevision that it runs
 * @param manifestProblem why it refused a newer manifest
 * @param links those that it runs or should
 * @param redrives what it does for each redrive that its manifest names; a relay without any may
 *     leave the list out
 */
public record RelayReport(
    UUID instance,
    String host,
    RegionName region,
    Instant startedAt,
    Instant at,
    long manifestRevision,
    @Nullable String manifestProblem,
    List<LinkReport> links,
    @Nullable List<RedriveReport> redrives) {
  /** Copies the lists. */
  public RelayReport {
    links = List.copyOf(links);
    redrives = redrives == null ? List.of() : List.copyOf(redrives);
  }

  /** Never {@code null}. */
  @Override
  public List<RedriveReport> redrives() {
    return redrives == null ? List.of() : redrives;
  }
}
