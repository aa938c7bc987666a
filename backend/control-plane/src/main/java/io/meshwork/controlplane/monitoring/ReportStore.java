package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkReport;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RelayReport;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What relays said, in PostgreSQL: every server reads the same, and a restart forgets nothing. At
 * most {@value #MAX_RUNS} runs of relays and {@value #MAX_LINKS} links are kept.
 *
 * <p>A report is two statements whatever the number of its links, and does not wait for the disk:
 * what a crash of the database loses, relays say again two seconds later. The first statement takes
 * the run's row, so one run's reports follow each other; the second sees what the one before wrote,
 * and takes links in order, so reports of different runs never wait for each other in a circle.
 */
@Component
class ReportStore {
  static final int MAX_LINKS = 10_000;
  static final int MAX_RUNS = 1000;

  /** Who has not reported for so long is not alive. */
  static final Duration ALIVE = Duration.ofSeconds(60);

  /** Who has not reported for so long is forgotten; its counts stay. */
  static final Duration KEPT = Duration.ofHours(1);

  private static final Duration LINKS_KEPT = Duration.ofDays(30);
  private static final int MAX_PROBLEM = 2000;

  private final JdbcClient jdbc;

  ReportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes a report unless it is older than the run's last. A run not heard of for longer than an
   * hour may have been counted and forgotten, so only what it counts from now on is added.
   */
  @Transactional
  public void take(RelayReport report, Instant now) {
    jdbc.sql("select set_config('synchronous_commit', 'off', true)").query().singleRow();
    Optional<Instant> since = follow(report, now);
    if (since.isEmpty()) {
      return;
    }
    // The database rounds to microseconds.
    boolean unknown = since.get().isBefore(report.startedAt().plusMillis(1));
    boolean forgotten = unknown && report.startedAt().isBefore(report.at().minus(KEPT));
    double seconds = Math.max(0.001, Duration.between(since.get(), report.at()).toNanos() / 1e9);
    int slot = LinkHistory.slot(now);
    jdbc.sql(ReportStatements.LINKS)
        .param("links", MeshJson.write(byLink(report).values()))
        .param("instance", report.instance())
        .param("forgotten", forgotten)
        .param("seconds", seconds)
        .param("share", Math.min(1, LinkHistory.STEP / seconds))
        .param("slot", slot)
        .param("ring", slot % LinkHistory.LENGTH)
        .param("now", Timestamp.from(now))
        .param("alive", Timestamp.from(now.minus(ALIVE)))
        .update();
  }

  /** The moment that the report counts from: the run's last report or its start; none: too late. */
  private Optional<Instant> follow(RelayReport report, Instant now) {
    return jdbc.sql(ReportStatements.RUN)
        .param("instance", report.instance())
        .param("region", report.region().value())
        .param("host", report.host())
        .param("started", Timestamp.from(report.startedAt()))
        .param("reported", Timestamp.from(report.at()))
        .param("heard", Timestamp.from(now))
        .param("revision", report.manifestRevision())
        .param("problem", printable(report.manifestProblem()))
        .param("links", report.links().size())
        .query((row, _) -> instant(row, 1))
        .optional();
  }

  private static SortedMap<LinkId, LinkReport> byLink(RelayReport report) {
    SortedMap<LinkId, LinkReport> links = new TreeMap<>();
    for (LinkReport link : report.links()) {
      links.put(link.link(), link.problem() == null ? link : printable(link));
    }
    return links;
  }

  private static LinkReport printable(LinkReport link) {
    return new LinkReport(
        link.link(),
        link.state(),
        printable(link.problem()),
        link.partitions(),
        link.events(),
        link.bytes(),
        link.filtered(),
        link.refused(),
        link.retries(),
        link.gaps(),
        link.lagEvents(),
        link.lagSeconds(),
        link.latency(),
        link.bytesInFlight(),
        link.work());
  }

  /** PostgreSQL's text holds no NUL. */
  private static @Nullable String printable(@Nullable String problem) {
    if (problem == null) {
      return null;
    }
    String text = problem.replace("\0", "");
    return text.length() > MAX_PROBLEM ? text.substring(0, MAX_PROBLEM) : text;
  }

  /** Forgets runs that are silent for an hour, links not seen for 30 days, and what is too much. */
  @Transactional
  public void prune(Instant now) {
    jdbc.sql(ReportStatements.PRUNE_RUNS)
        .param("kept", Timestamp.from(now.minus(KEPT)))
        .param("most", MAX_RUNS)
        .update();
    jdbc.sql(ReportStatements.PRUNE_LINKS)
        .param("kept", Timestamp.from(now.minus(LINKS_KEPT)))
        .param("most", MAX_LINKS)
        .update();
    jdbc.sql(ReportStatements.PRUNE_SAMPLES)
        .param("oldest", LinkHistory.slot(now) - LinkHistory.LENGTH)
        .update();
  }

  /** Runs heard within the last hour. */
  List<Instance> instances(Instant now) {
    return jdbc.sql("select * from relay_run where heard_at > :kept")
        .param("kept", Timestamp.from(now.minus(KEPT)))
        .query((row, _) -> instance(row, now))
        .list();
  }

  private static Instance instance(ResultSet row, Instant now) throws SQLException {
    Instant heard = row.getTimestamp("heard_at").toInstant();
    return new Instance(
        row.getObject("instance", UUID.class),
        row.getString("host"),
        new RegionName(row.getString("region")),
        row.getTimestamp("started_at").toInstant(),
        heard,
        heard.isAfter(now.minus(ALIVE)),
        row.getLong("manifest_revision"),
        row.getString("manifest_problem"),
        row.getInt("links"));
  }

  /** The figures of those of the links that were ever reported. */
  Map<LinkId, LinkFigures> figures(Collection<LinkId> links, Instant now) {
    Map<LinkId, LinkFigures.Totals> totals = new HashMap<>();
    Map<LinkId, List<LinkFigures.Told>> told = new HashMap<>();
    jdbc.sql(ReportStatements.FIGURES)
        .param("links", links.stream().map(LinkId::value).toArray(String[]::new))
        .param("alive", Timestamp.from(now.minus(ALIVE)))
        .query(
            row -> {
              LinkId link = new LinkId(row.getString("link"));
              totals.put(link, totals(row));
              List<LinkFigures.Told> relays = told.computeIfAbsent(link, _ -> new ArrayList<>());
              if (row.getString("state") != null) {
                relays.add(told(link, row));
              }
            });
    Map<LinkId, LinkFigures> figures = new HashMap<>();
    totals.forEach(
        (link, counts) ->
            figures.put(link, new LinkFigures(counts, told.getOrDefault(link, List.of()))));
    return figures;
  }

  private static LinkFigures.Totals totals(ResultSet row) throws SQLException {
    return new LinkFigures.Totals(
        row.getLong("all_events"),
        row.getLong("all_bytes"),
        row.getLong("all_filtered"),
        row.getLong("all_refused"),
        row.getLong("all_retries"),
        row.getLong("all_gaps"),
        work(row, null, "all_"));
  }

  private static LinkFigures.Told told(LinkId link, ResultSet row) throws SQLException {
    LinkReport report =
        new LinkReport(
            link,
            LinkReport.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
            row.getString("problem"),
            row.getInt("partitions"),
            row.getLong("events"),
            row.getLong("bytes"),
            row.getLong("filtered"),
            row.getLong("refused"),
            row.getLong("retries"),
            row.getLong("gaps"),
            row.getLong("lag_events"),
            row.getDouble("lag_seconds"),
            new LinkReport.Latency(
                row.getLong("latency_count"),
                row.getDouble("latency_p50"),
                row.getDouble("latency_p90"),
                row.getDouble("latency_p99"),
                row.getDouble("latency_max")),
            row.getLong("bytes_in_flight"),
            work(row, beside(row.getString("beside")), ""));
    return new LinkFigures.Told(
        report,
        row.getTimestamp("reported_at").toInstant(),
        row.getDouble("events_per_second"),
        row.getDouble("bytes_per_second"));
  }

  private static LinkReport.Work work(
      ResultSet row, LinkReport.@Nullable Beside beside, String prefix) throws SQLException {
    return new LinkReport.Work(
        beside,
        row.getLong(prefix + "forwarded"),
        row.getLong(prefix + "reencoded"),
        row.getLong(prefix + "merged"),
        row.getLong(prefix + "transactions"),
        row.getLong(prefix + "dead_letters"),
        row.getLong(prefix + "waited_millis"));
  }

  private static LinkReport.@Nullable Beside beside(@Nullable String word) {
    return word == null ? null : LinkReport.Beside.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
