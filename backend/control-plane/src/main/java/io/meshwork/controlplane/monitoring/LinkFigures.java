package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkReport;
import java.time.Instant;
import java.util.List;

/**
 * One link over all relays that run it.
 *
 * @param totals counts since the mesh first heard of it; a relay that restarts counts from 0 again,
 *     what it had counted stays
 * @param relays what each one alive said last
 */
record LinkFigures(Totals totals, List<Told> relays) {
  static final LinkFigures NONE = new LinkFigures(Totals.NONE, List.of());

  LinkFigures {
    relays = List.copyOf(relays);
  }

  /** Counts. */
  record Totals(
      long events,
      long bytes,
      long filtered,
      long refused,
      long retries,
      long gaps,
      LinkReport.Work work) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, LinkReport.Work.NONE);
  }

  /** What one relay said last, and how fast it was between that and what it said before. */
  record Told(LinkReport report, Instant at, double eventsPerSecond, double bytesPerSecond) {}
}
