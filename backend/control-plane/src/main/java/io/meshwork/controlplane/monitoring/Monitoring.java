package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How links do now and did in the last hour. Kept in the database, bounded: every server answers
 * the same, also after a restart.
 */
public interface Monitoring {
  /**
   * Takes a relay's report; an older one than the last of its instance is ignored. {@link
   * MonitoringError#INVALID_REPORT} for another region's or one of more than 10,000 links.
   */
  void accept(Actor actor, RegionName region, RelayReport report);

  /** The links that the actor sees, by id: their team's, and those of event types they own. */
  List<LinkDocument> links(Actor actor);

  /** One link. */
  LinkDocument link(Actor actor, LinkId id);

  /** Samples of the last hour, oldest first, every 10 seconds; a time without report is absent. */
  List<Sample> series(Actor actor, SeriesOf of, Metric metric);

  /** Relays that reported within the last hour, alive ones first. */
  List<Instance> instances(Actor actor);

  /**
   * The relays of a region alive now, for who must know whether a manifest was taken over.
   *
   * @param region only this one's; {@code null}: all
   */
  List<Instance> alive(@Nullable RegionName region);
}
