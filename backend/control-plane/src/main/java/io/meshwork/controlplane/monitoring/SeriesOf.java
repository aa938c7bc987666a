package io.meshwork.controlplane.monitoring;

import io.meshwork.model.LinkId;
import io.meshwork.model.TeamName;

/** What a series is about. */
public sealed interface SeriesOf {
  /** One link. */
  record Link(LinkId link) implements SeriesOf {}

  /** All links charged to a team: sums, for lag in seconds and latencies the worst. */
  record Team(TeamName team) implements SeriesOf {}

  /** All links that the actor sees. */
  record All() implements SeriesOf {}
}
