package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport;
import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.LinkId;
import io.meshwork.model.TeamName;
import io.meshwork.transport.spi.Passing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The figures in Prometheus' format: the same ones that reports carry, read once a scrape. Any
 * thread.
 */
public final class LinkMetrics implements AutoCloseable {
  private static final double MILLIS = 1000.0;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Figures figures;
  private final Map<LinkId, Metered> metered = new HashMap<>();
  private final Set<TeamName> teams = new HashSet<>();

  /** One link's meters, and the report that they show. */
  private static final class Metered {
    private final ManifestLink link;
    private final LinkFigures figures;
    private final List<Meter> meters = new ArrayList<>();
    private LinkReport report;

    private Metered(ManifestLink link, LinkFigures figures) {
      this.link = link;
      this.figures = figures;
      this.report = figures.report();
    }

    private synchronized LinkReport report() {
      return report;
    }

    private synchronized void report(LinkReport now) {
      report = now;
    }
  }

  /** Of these figures, this manifest's revision and the bytes held. */
  public LinkMetrics(Figures figures, Supplier<Number> revision, Supplier<Number> bytesHeld) {
    this.figures = figures;
    Gauge.builder("meshwork.relay.manifest.revision", revision)
        .description("The revision of the manifest that runs")
        .register(registry);
    Gauge.builder("meshwork.relay.held.bytes", bytesHeld)
        .description("Bytes read and not yet committed, and room given to sources")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** One counter more, of the relay as a whole. */
  public void count(String name, String description, Supplier<Number> counted) {
    FunctionCounter.builder(name, counted, each -> each.get().doubleValue())
        .description(description)
        .register(registry);
  }

  /** All metrics now. */
  public synchronized String scrape() {
    figures.teams().stream().filter(team -> teams.add(team.team())).forEach(this::register);
    Set<LinkId> there = new HashSet<>();
    for (LinkFigures each : figures.all()) {
      ManifestLink link = each.link();
      there.add(link.id());
      Metered known = metered.get(link.id());
      if (known != null && known.figures == each && sameTags(known.link, link)) {
        known.report(each.report());
      } else {
        remove(link.id());
        metered.put(link.id(), register(new Metered(link, each)));
      }
    }
    List.copyOf(metered.keySet()).stream().filter(id -> !there.contains(id)).forEach(this::remove);
    return registry.scrape();
  }

  private static boolean sameTags(ManifestLink one, ManifestLink other) {
    return one.eventType().equals(other.eventType()) && one.team().equals(other.team());
  }

  private void remove(LinkId link) {
    Metered gone = metered.remove(link);
    if (gone != null) {
      gone.meters.forEach(registry::remove);
    }
  }

  private Metered register(Metered link) {
    counter(link, "events", "Events written and committed", LinkReport::events);
    counter(link, "bytes", "Bytes of the events written and committed", LinkReport::bytes);
    counter(link, "filtered", "Events held back by the filter", LinkReport::filtered);
    counter(link, "refused", "Events refused for good", LinkReport::refused);
    counter(link, "retries", "Writes tried again", LinkReport::retries);
    counter(
        link, "transactions", "Commits with events of it", report -> report.work().transactions());
    counter(link, "dead.letters", "Letters written", report -> report.work().deadLetters());
    counter(
        link,
        "waited.seconds",
        "Had events to move and waited for its rate or its team's",
        report -> report.work().waitedMillis() / MILLIS);
    counter(link, "gaps", "Ranges found missing", LinkReport::gaps);
    gauge(link, "lag.events", "Events not yet read", LinkReport::lagEvents);
    gauge(link, "lag.seconds", "Age of the oldest event not yet read", LinkReport::lagSeconds);
    gauge(link, "in.flight.bytes", "Read and not yet committed", LinkReport::bytesInFlight);
    gauge(link, "partitions", "Source partitions that this relay reads", LinkReport::partitions);
    link.meters.add(
        FunctionCounter.builder("meshwork.link.unreadable", link, each -> each.figures.unread())
            .description("Events held back since the filter asks for data and they hold no JSON")
            .tags(tags(link.link))
            .register(registry));
    for (Beside why : Beside.values()) {
      aside(link, why);
    }
    for (Passing how : Passing.values()) {
      passing(link, how);
    }
    latency(link, "0.5", LinkReport.Latency::p50);
    latency(link, "0.9", LinkReport.Latency::p90);
    latency(link, "0.99", LinkReport.Latency::p99);
    latency(link, "1", LinkReport.Latency::max);
    return link;
  }

  private void aside(Metered link, Beside why) {
    link.meters.add(
        Gauge.builder("meshwork.link.aside", link, each -> each.figures.beside() == why ? 1 : 0)
            .description("1 while the link runs in a lane beside the others, or waits, for that")
            .tags(tags(link.link).and("reason", why.name().toLowerCase(Locale.ROOT)))
            .register(registry));
  }

  private void register(TeamFigures team) {
    team(team, "events", "Events written and committed for the team", TeamFigures::events);
    team(team, "bytes", "Bytes of the events written and committed", TeamFigures::bytes);
    team(team, "refused", "Events refused for good", TeamFigures::refused);
    team(team, "dead.letters", "Letters written", TeamFigures::deadLetters);
    team(
        team,
        "waited.seconds",
        "Its links had events to move and waited for their rate or the team's",
        TeamFigures::waitedSeconds);
  }

  private void team(
      TeamFigures team, String name, String description, ToDoubleFunction<TeamFigures> figure) {
    FunctionCounter.builder("meshwork.team." + name, team, figure)
        .description(description)
        .tags("team", team.team().value())
        .register(registry);
  }

  private static Tags tags(ManifestLink link) {
    return Tags.of(
        "link", link.id().value(), "type", link.eventType().value(), "team", link.team().value());
  }

  private void counter(
      Metered link, String name, String description, ToDoubleFunction<LinkReport> figure) {
    link.meters.add(
        FunctionCounter.builder(
                "meshwork.link." + name, link, each -> figure.applyAsDouble(each.report()))
            .description(description)
            .tags(tags(link.link))
            .register(registry));
  }

  private void passing(Metered link, Passing how) {
    link.meters.add(
        FunctionCounter.builder(
                "meshwork.link.passing.events", link, each -> each.figures.passing(how))
            .description("Events read, by how they got on; those read again count again")
            .tags(tags(link.link).and("choice", how.name().toLowerCase(Locale.ROOT)))
            .register(registry));
  }

  private void gauge(
      Metered link, String name, String description, ToDoubleFunction<LinkReport> figure) {
    link.meters.add(
        Gauge.builder("meshwork.link." + name, link, each -> figure.applyAsDouble(each.report()))
            .description(description)
            .tags(tags(link.link))
            .register(registry));
  }

  private void latency(Metered link, String quantile, ToDoubleFunction<LinkReport.Latency> figure) {
    link.meters.add(
        Gauge.builder(
                "meshwork.link.latency.seconds",
                link,
                each -> figure.applyAsDouble(each.report().latency()) / MILLIS)
            .description("From an event's timestamp to its commit, over the last minute")
            .tags(tags(link.link).and("quantile", quantile))
            .register(registry));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
