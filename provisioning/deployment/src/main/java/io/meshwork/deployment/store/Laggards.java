package io.meshwork.deployment.store;

import io.meshwork.model.RegionName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Relays that were alive after a deployment's switch and ran an older manifest. Monitoring forgets
 * who is silent for an hour; a relay that is cut off may run for weeks. Joins the caller's
 * transaction.
 */
public class Laggards {
  private final JdbcClient jdbc;

  /** Over this database. */
  public Laggards(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One of them.
   *
   * @param revision of the manifest that it ran
   * @param heardAt when it last reported
   */
  public record Laggard(
      UUID relay, String host, RegionName region, long revision, Instant heardAt) {}

  /** Those of a deployment. */
  public List<Laggard> of(UUID deployment) {
    return jdbc.sql(
            "SELECT relay, host, region, revision, heard_at FROM deployment_laggard"
                + " WHERE deployment = :deployment ORDER BY region, host, relay")
        .param("deployment", deployment)
        .query(
            (row, _) ->
                new Laggard(
                    row.getObject("relay", UUID.class),
                    row.getString("host"),
                    new RegionName(row.getString("region")),
                    row.getLong("revision"),
                    row.getObject("heard_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** One more, or what it says now. */
  public void put(UUID deployment, Laggard laggard) {
    jdbc.sql(
            "INSERT INTO deployment_laggard (deployment, relay, host, region, revision, heard_at)"
                + " VALUES (:deployment, :relay, :host, :region, :revision, :heard)"
                + " ON CONFLICT (deployment, relay) DO UPDATE"
                + " SET revision = excluded.revision, heard_at = excluded.heard_at")
        .param("deployment", deployment)
        .param("relay", laggard.relay())
        .param("host", laggard.host())
        .param("region", laggard.region().value())
        .param("revision", laggard.revision())
        .param("heard", OffsetDateTime.ofInstant(laggard.heardAt(), ZoneOffset.UTC))
        .update();
  }

  /** It is none any more. */
  public void remove(UUID deployment, UUID relay) {
    jdbc.sql("DELETE FROM deployment_laggard WHERE deployment = :deployment AND relay = :relay")
        .param("deployment", deployment)
        .param("relay", relay)
        .update();
  }
}
