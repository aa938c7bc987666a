package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.SubscriptionName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A link of a manifest and what relays say of it, as one document. */
final class LinkViews {
  private LinkViews() {}

  static LinkDocument of(
      LinkDirectory.Placed placed, LinkFigures figures, LinkDocument.@Nullable Verified verified) {
    ManifestLink link = placed.link();
    SubscriptionName subscription = link.subscription();
    Collection<LinkFigures.Told> relays = figures.relays();
    LinkFigures.Totals totals = figures.totals();
    List<LinkReport> reports = relays.stream().map(LinkFigures.Told::report).toList();
    return new LinkDocument(
        link.id().value(),
        word(link.kind()),
        link.eventType().value(),
        link.team().value(),
        subscription == null ? null : subscription.value(),
        link.from().broker().value(),
        link.from().channel().value(),
        link.to().broker().value(),
        link.to().channel().value(),
        placed.runsIn().value(),
        state(reports),
        reports.stream().map(LinkReport::problem).filter(Objects::nonNull).findFirst().orElse(null),
        relays.stream().mapToDouble(LinkFigures.Told::eventsPerSecond).sum(),
        relays.stream().mapToDouble(LinkFigures.Told::bytesPerSecond).sum(),
        totals.events(),
        totals.bytes(),
        totals.filtered(),
        totals.refused(),
        totals.retries(),
        totals.gaps(),
        reports.stream().mapToLong(LinkReport::lagEvents).sum(),
        reports.stream().mapToDouble(LinkReport::lagSeconds).max().orElse(0),
        latency(reports),
        relays.stream().map(LinkFigures.Told::at).max(Instant::compareTo).orElse(null),
        work(totals, reports),
        link.rate(),
        placed.teamRate(),
        verified);
  }

  /** All that was counted, and why relays of now hold it apart. */
  private static LinkReport.Work work(LinkFigures.Totals totals, List<LinkReport> reports) {
    LinkReport.Work work = totals.work();
    for (LinkReport report : reports) {
      work = work.plus(new LinkReport.Work(report.work().beside(), 0, 0, 0, 0, 0, 0));
    }
    return work;
  }

  /** The worst that a relay says; {@code silent} where none does. */
  private static String state(List<LinkReport> reports) {
    return reports.stream()
        .map(LinkReport::state)
        .max(Comparator.comparingInt(LinkViews::badness))
        .map(LinkViews::word)
        .orElse("silent");
  }

  private static int badness(LinkReport.State state) {
    return switch (state) {
      case RUNNING -> 0;
      case STARTING -> 1;
      case RETRYING -> 2;
      case STOPPED -> 3;
    };
  }

  /** Percentiles cannot be added: the worst relay's stand for the link. */
  private static LinkReport.Latency latency(List<LinkReport> reports) {
    LinkReport.Latency worst = LinkReport.Latency.NONE;
    for (LinkReport report : reports) {
      LinkReport.Latency one = report.latency();
      worst =
          new LinkReport.Latency(
              worst.count() + one.count(),
              Math.max(worst.p50(), one.p50()),
              Math.max(worst.p90(), one.p90()),
              Math.max(worst.p99(), one.p99()),
              Math.max(worst.max(), one.max()));
    }
    return worst;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
