package io.meshwork.deployment.store;

import io.meshwork.deployment.execution.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How manifests came to be what they are: the switches of all deployments. */
public class SwitchHistory {
  private final JdbcClient jdbc;

  /** Over this database. */
  public SwitchHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A region's relays were given other links. */
  public record Switched(Instant at, Step.Switch step) {}

  /** Those after a moment, newest first, at most {@code limit}. */
  public List<Switched> since(Instant since, int limit) {
    return jdbc.sql(
            """
            SELECT s.ended_at, CAST(step AS text) AS step
            FROM deployment_step s JOIN deployment d ON d.id = s.deployment
              JOIN plan p ON p.id = d.plan,
              jsonb_array_elements(CAST(p.content AS jsonb) -> 'steps') step
            WHERE s.state = 'DONE' AND s.ended_at > :since AND step ->> 'step' = 'switch'
              AND CAST(step ->> 'number' AS int) = s.number
            ORDER BY s.ended_at DESC, d.number DESC, s.number DESC LIMIT :limit""")
        .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .param("limit", limit)
        .query(
            (row, _) ->
                new Switched(
                    row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                    (Step.Switch) StoreJson.read(row.getString("step"), Step.class)))
        .list();
  }
}
