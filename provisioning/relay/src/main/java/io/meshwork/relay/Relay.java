package io.meshwork.relay;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.RelayReport;
import io.meshwork.model.RegionName;
import io.meshwork.relay.engine.Engine;
import io.meshwork.relay.engine.Pauses;
import io.meshwork.relay.figures.Figures;
import io.meshwork.relay.figures.LinkMetrics;
import io.meshwork.relay.manifest.ManifestFeed;
import io.meshwork.relay.manifest.ManifestStore;
import io.meshwork.relay.spans.HopSpans;
import io.meshwork.relay.spans.OtlpSpans;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Transports;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One relay: the engine, what feeds it, and what tells of it. Any thread. */
final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Clock clock = Clock.systemUTC();
  private final Instant startedAt = clock.instant();
  private final UUID instance = UUID.randomUUID();
  private final RegionName region;
  private final Figures figures = new Figures(clock);
  private final HopSpans spans;
  private final Engine engine;
  private final ControlPlaneClient controlPlane;
  private final ManifestFeed feed;
  private final Reporter reporter;
  private final LinkMetrics metrics;
  private final StatusServer status;

  Relay(RelaySettings settings, Transports transports) {
    this.region = settings.region();
    ManifestStore store = new ManifestStore(settings.state());
    this.spans = OtlpSpans.to(settings.spans(), region, instance);
    this.engine =
        new Engine(transports, Secrets.ofThisProcess(), figures, settings.engine(), clock, spans);
    this.controlPlane = new ControlPlaneClient(settings.controlPlane(), settings.apiKey());
    this.feed =
        new ManifestFeed(
            controlPlane, region, store, engine::apply, new Pauses(FIRST_PAUSE, LONGEST_PAUSE));
    this.reporter = new Reporter(controlPlane, region, this::report, REPORT_EVERY);
    this.metrics = new LinkMetrics(figures, () -> feed.state().revision(), engine::bytesHeld);
    metrics.count(
        "meshwork.relay.spans.dropped",
        "Spans that were not sent, for lack of room or of a receiver that takes them",
        spans::dropped);
    this.status = new StatusServer(settings.status(), this::health, metrics::scrape);
  }

  void start() {
    status.start();
    LOG.atInfo()
        .addKeyValue("region", region)
        .addKeyValue("instance", instance)
        .addKeyValue("port", status.port())
        .log("relay started");
    feed.start();
    reporter.start();
  }

  int port() {
    return status.port();
  }

  RelayHealth health() {
    ManifestFeed.State now = feed.state();
    String problem = now.problem() != null ? now.problem() : now.controlPlaneProblem();
    return now.isRunning()
        ? new RelayHealth("UP", problem, now.revision(), figures.all().size())
        : new RelayHealth(
            "DOWN",
            problem == null ? "No manifest has arrived yet." : "No manifest runs. " + problem,
            0,
            0);
  }

  private RelayReport report() {
    ManifestFeed.State now = feed.state();
    return new RelayReport(
        instance,
        host(),
        region,
        startedAt,
        clock.instant(),
        now.revision(),
        now.problem(),
        figures.reports(),
        figures.redrives());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Takes no new manifest, finishes what is read, gives the slots up. */
  @Override
  public void close() {
    feed.close();
    engine.close();
    spans.close();
    reporter.close();
    status.close();
    metrics.close();
    LOG.atInfo().log("relay stopped");
  }
}
