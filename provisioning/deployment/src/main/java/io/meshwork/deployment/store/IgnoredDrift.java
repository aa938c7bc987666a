package io.meshwork.deployment.store;

import io.meshwork.api.DriftDocument.Ignored;
import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.ResourceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The drift that somebody decided to live with. Joins the caller's transaction. */
public class IgnoredDrift {
  private final JdbcClient jdbc;

  /** Over this database. */
  public IgnoredDrift(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One decision.
   *
   * @param changes what had drifted, as text; other drift is news
   */
  public record Entry(BrokerName broker, ResourceId resource, String changes, Ignored ignored) {}

  /** Those that hold at this moment. */
  public List<Entry> holding(Instant now) {
    return jdbc.sql(
            "SELECT broker, kind, name, changes, reason, ignored_by, ignored_at, until"
                + " FROM ignored_drift WHERE until > :now")
        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .query(IgnoredDrift::entry)
        .list();
  }

  /** Keeps a decision; replaces the one before. */
  public void put(Entry entry) {
    jdbc.sql(
            "INSERT INTO ignored_drift"
                + " (broker, kind, name, changes, reason, ignored_by, ignored_at, until)"
                + " VALUES (:broker, :kind, :name, :changes, :reason, :by, :at, :until)"
                + " ON CONFLICT (broker, kind, name) DO UPDATE SET changes = excluded.changes,"
                + " reason = excluded.reason, ignored_by = excluded.ignored_by,"
                + " ignored_at = excluded.ignored_at, until = excluded.until")
        .param("broker", entry.broker().value())
        .param("kind", entry.resource().kind())
        .param("name", entry.resource().name())
        .param("changes", entry.changes())
        .param("reason", entry.ignored().reason())
        .param("by", entry.ignored().by())
        .param("at", OffsetDateTime.ofInstant(entry.ignored().at(), ZoneOffset.UTC))
        .param("until", OffsetDateTime.ofInstant(entry.ignored().until(), ZoneOffset.UTC))
        .update();
  }

  /** Forgets a decision, and those that ended. */
  public void remove(BrokerName broker, ResourceId resource, Instant now) {
    jdbc.sql(
            "DELETE FROM ignored_drift WHERE until <= :now"
                + " OR (broker = :broker AND kind = :kind AND name = :name)")
        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .param("broker", broker.value())
        .param("kind", resource.kind())
        .param("name", resource.name())
        .update();
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    return new Entry(
        new BrokerName(row.getString("broker")),
        new ResourceId(row.getString("kind"), row.getString("name")),
        row.getString("changes"),
        new Ignored(
            row.getString("ignored_by"),
            row.getString("reason"),
            row.getObject("ignored_at", OffsetDateTime.class).toInstant(),
            row.getObject("until", OffsetDateTime.class).toInstant()));
  }
}
