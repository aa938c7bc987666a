package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkReport;
import io.meshwork.api.RelayReport;
import io.meshwork.model.LinkId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What relays said, in memory: at most {@value #MAX_LINKS} links of 10 KB an hour and {@value
 * #MAX_INSTANCES} instances. Not in PostgreSQL, because relays say it again every two seconds,
 * nothing is decided by it after a restart, and writing it would be most of what the database does.
 */
@Component
class ReportStore {
  static final int MAX_LINKS = 10_000;
  static final int MAX_INSTANCES = 1000;

  /** Who has not reported for so long is not alive. */
  static final Duration ALIVE = Duration.ofSeconds(60);

  private static final Duration KEPT = Duration.ofHours(1);

  private final Map<UUID, Heard> instances = new HashMap<>();
  private final Map<LinkId, LinkFigures> links = new HashMap<>();

  /** An instance's last report. */
  record Heard(RelayReport report, Instant received) {
    boolean isAlive(Instant now) {
      return received.isAfter(now.minus(ALIVE));
    }
  }

  /** Takes a report unless it is older than the instance's last, or there is no more room. */
  synchronized void take(RelayReport report, Instant now) {
    Heard last = instances.get(report.instance());
    if (last != null && !report.at().isAfter(last.report().at())) {
      return;
    }
    if (last == null && instances.size() >= MAX_INSTANCES) {
      return;
    }
    instances.put(report.instance(), new Heard(report, now));
    for (LinkReport link : report.links()) {
      LinkFigures figures = links.get(link.link());
      if (figures == null && links.size() < MAX_LINKS) {
        figures = new LinkFigures();
        links.put(link.link(), figures);
      }
      if (figures != null) {
        figures.take(report.instance(), link, report.at(), now);
      }
    }
  }

  /** Closes the ten seconds before now, and forgets what is too old. */
  synchronized void sample(Instant now) {
    long slot = LinkHistory.slot(now) - 1;
    instances.values().removeIf(heard -> heard.received().isBefore(now.minus(KEPT)));
    for (LinkFigures figures : links.values()) {
      figures.forgetBefore(now.minus(ALIVE));
      figures.sample(slot);
    }
  }

  synchronized List<Heard> instances() {
    return new ArrayList<>(instances.values());
  }

  /** Reads one link's figures; the function gets {@code null} where nothing was reported. */
  synchronized <T> T read(LinkId link, Function<@Nullable LinkFigures, T> reading) {
    return reading.apply(links.get(link));
  }
}
