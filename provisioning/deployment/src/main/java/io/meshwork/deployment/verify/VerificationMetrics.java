package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.store.StandingStore;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.model.LinkId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What continuous verification shows: what this process did is counted, and how links stand is read
 * from the database, so that every control plane shows the same.
 */
final class VerificationMetrics {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final double MILLIS = 1_000;

  private final Counter events;
  private final Counter leftOut;
  private final Counter failed;
  private final MultiGauge behind;
  private final MultiGauge open;
  private Instant shownAt = Instant.EPOCH;

  VerificationMetrics(MeterRegistry registry) {
    events =
        Counter.builder("meshwork.verification.events")
            .description("Events of links that this process verified in the background")
            .register(registry);
    leftOut =
        Counter.builder("meshwork.verification.left.out")
            .description("Events that were gone before they were verified")
            .register(registry);
    failed =
        Counter.builder("meshwork.verification.failed")
            .description("Looks at a link that failed, such as when a broker was away")
            .register(registry);
    behind =
        MultiGauge.builder("meshwork.link.verification.behind.seconds")
            .description("How long ago what is verified of the link was committed")
            .register(registry);
    open =
        MultiGauge.builder("meshwork.link.verification.findings")
            .description("Findings that nobody has repaired or dismissed")
            .register(registry);
  }

  void verified(StoredStanding before, StoredStanding now) {
    events.increment((double) (now.counts().events() - before.counts().events()));
    leftOut.increment((double) (now.counts().leftOut() - before.counts().leftOut()));
  }

  void failed() {
    failed.increment();
  }

  /** Of the links that are there. */
  void show(
      Function<Collection<LinkId>, Map<LinkId, StandingStore.Brief>> briefs,
      Map<LinkId, LinkDirectory.Placed> links,
      Instant now) {
    if (now.isBefore(shownAt.plus(EVERY))) {
      return;
    }
    shownAt = now;
    List<MultiGauge.Row<?>> seconds = new ArrayList<>();
    List<MultiGauge.Row<?>> findings = new ArrayList<>();
    briefs
        .apply(links.keySet())
        .forEach(
            (id, brief) -> {
              LinkDirectory.Placed placed = links.get(id);
              if (placed != null) {
                Tags tags = tags(placed.link());
                double late = Duration.between(brief.through(), now).toMillis() / MILLIS;
                seconds.add(MultiGauge.Row.of(tags, late));
                findings.add(MultiGauge.Row.of(tags, brief.open()));
              }
            });
    behind.register(seconds, true);
    open.register(findings, true);
  }

  private static Tags tags(ManifestLink link) {
    return Tags.of(
        "link", link.id().value(), "type", link.eventType().value(), "team", link.team().value());
  }
}
