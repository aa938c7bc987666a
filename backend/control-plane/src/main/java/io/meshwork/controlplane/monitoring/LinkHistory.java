package io.meshwork.controlplane.monitoring;

import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The links' last hour: {@value #LENGTH} slots of {@value #STEP} seconds a link. */
@Component
class LinkHistory {
  /** How many slots an hour has. */
  static final int LENGTH = 360;

  /** Seconds of a slot. */
  static final int STEP = 10;

  private final JdbcClient jdbc;

  LinkHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The number of the slot that the moment lies in. */
  static int slot(Instant at) {
    return Math.toIntExact(at.getEpochSecond() / STEP);
  }

  /** Samples of the hour before now over all these links, oldest first, of whole slots only. */
  List<Sample> samples(Collection<LinkId> links, Metric metric, Instant now) {
    int newest = slot(now) - 1;
    return jdbc.sql(
            """
            select slot, %s from link_sample
            where link = any(:links) and slot between :oldest and :newest
            group by slot order by slot"""
                .formatted(figure(metric)))
        .param("links", links.stream().map(LinkId::value).toArray(String[]::new))
        .param("oldest", newest - LENGTH + 1)
        .param("newest", newest)
        .query(
            (row, _) ->
                new Sample(Instant.ofEpochSecond((row.getInt(1) + 1L) * STEP), row.getDouble(2)))
        .list();
  }

  /** Sums over links; of times the worst. */
  private static String figure(Metric metric) {
    return switch (metric) {
      case EVENTS_PER_SECOND -> "sum(events) / " + STEP;
      case BYTES_PER_SECOND -> "sum(bytes) / " + STEP;
      case ERRORS_PER_SECOND -> "sum(errors) / " + STEP;
      case LAG_EVENTS -> "sum(lag_events)";
      case LAG_SECONDS -> "max(lag_seconds)";
      case LATENCY_P50 -> "max(latency_p50)";
      case LATENCY_P99 -> "max(latency_p99)";
    };
  }
}
