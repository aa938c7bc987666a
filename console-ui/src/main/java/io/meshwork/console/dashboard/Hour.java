package io.meshwork.console.dashboard;

import io.meshwork.api.LinkDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.monitoring.Metric;
import io.meshwork.controlplane.monitoring.Sample;
import io.meshwork.controlplane.monitoring.SeriesOf;
import io.meshwork.model.TeamName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of the last hour and of now.
 *
 * @param links those that the figures are about
 */
record Hour(
    List<LinkDocument> links,
    Map<String, List<Sample>> throughput,
    Map<String, List<Sample>> lag,
    Map<String, List<Sample>> latency,
    Map<String, List<Sample>> errors) {
  private static final int TEAMS = 6;

  static Hour read(RoomsOfDashboard rooms, Actor actor, SeriesOf of) {
    List<LinkDocument> all = rooms.monitoring().links(actor);
    List<LinkDocument> links = all.stream().filter(link -> fits(link, of)).toList();
    Map<String, SeriesOf> lines = new LinkedHashMap<>();
    List<String> teams = links.stream().map(LinkDocument::team).distinct().sorted().toList();
    if (of instanceof SeriesOf.All && teams.size() > 1) {
      teams.stream()
          .limit(TEAMS)
          .forEach(team -> lines.put(team, new SeriesOf.Team(new TeamName(team))));
    } else {
      lines.put("all", of);
    }
    Map<String, List<Sample>> latency = new LinkedHashMap<>();
    latency.put("median", rooms.monitoring().series(actor, of, Metric.LATENCY_P50));
    latency.put("99 %", rooms.monitoring().series(actor, of, Metric.LATENCY_P99));
    return new Hour(
        links,
        series(rooms, actor, lines, Metric.EVENTS_PER_SECOND),
        series(rooms, actor, lines, Metric.LAG_EVENTS),
        latency,
        series(rooms, actor, lines, Metric.ERRORS_PER_SECOND));
  }

  private static boolean fits(LinkDocument link, SeriesOf of) {
    return switch (of) {
      case SeriesOf.All _ -> true;
      case SeriesOf.Team(TeamName team) -> link.team().equals(team.value());
      case SeriesOf.Link(var id) -> link.id().equals(id.toString());
    };
  }

  private static Map<String, List<Sample>> series(
      RoomsOfDashboard rooms, Actor actor, Map<String, SeriesOf> lines, Metric metric) {
    Map<String, List<Sample>> series = new LinkedHashMap<>();
    lines.forEach((name, of) -> series.put(name, rooms.monitoring().series(actor, of, metric)));
    return series;
  }

  double rate() {
    return links.stream().mapToDouble(LinkDocument::eventsPerSecond).sum();
  }

  long behind() {
    return links.stream().mapToLong(LinkDocument::lagEvents).sum();
  }

  double oldest() {
    return links.stream().mapToDouble(LinkDocument::lagSeconds).max().orElse(0);
  }

  double slowest() {
    return links.stream().mapToDouble(link -> link.latency().p99()).max().orElse(0);
  }

  long refused() {
    return links.stream().mapToLong(LinkDocument::refused).sum();
  }

  /** Links at which verification found what nobody has repaired or dismissed. */
  long suspect() {
    return links.stream()
        .map(LinkDocument::verification)
        .filter(verified -> verified != null && verified.openFindings() > 0)
        .count();
  }

  long running() {
    return links.stream().filter(link -> link.state().equals("running")).count();
  }
}
