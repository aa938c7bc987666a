package io.meshwork.deployment.store;

import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.planner.Causes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.SortedSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Catalog entries that changed and are to be planned for. Joins the caller's transaction. */
public class ChangedEntries {
  private static final int MOST = 500;

  private final JdbcClient jdbc;
  private final Clock clock;

  /** Over this database. */
  public ChangedEntries(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Up to which revision changes were looked at. */
  public Revision looked() {
    return new Revision(
        jdbc.sql("SELECT revision FROM planned_revision").query(Long.class).optional().orElse(0L));
  }

  /** Changes up to this revision were looked at. */
  public void looked(Revision revision) {
    jdbc.sql(
            "INSERT INTO planned_revision (revision) VALUES (:revision)"
                + " ON CONFLICT (only_one) DO UPDATE SET revision = excluded.revision")
        .param("revision", revision.number())
        .update();
  }

  /** These are to be planned for after a while; those known keep the earlier time. */
  public void add(Collection<? extends Name> names, Duration after) {
    for (Name name : names) {
      jdbc.sql(
              "INSERT INTO changed_entry (kind, name, attempts, due_at)"
                  + " VALUES (:kind, :name, 0, :due) ON CONFLICT (kind, name)"
                  + " DO UPDATE SET due_at = least(changed_entry.due_at, excluded.due_at)")
          .param("kind", Causes.kind(name))
          .param("name", name.value())
          .param("due", OffsetDateTime.now(clock).plus(after))
          .update();
    }
  }

  /** Those that are due, at most a few hundred. */
  public SortedSet<Name> due() {
    return Causes.of(
        jdbc.sql(
                "SELECT kind, name FROM changed_entry WHERE due_at <= :now"
                    + " ORDER BY due_at LIMIT :most")
            .param("now", OffsetDateTime.now(clock))
            .param("most", MOST)
            .query((row, _) -> StoreJson.name(row.getString("kind"), row.getString("name")))
            .list());
  }

  /** Tried in vain: due again later, twice as late each time, at most ten minutes. */
  public void postpone(Collection<? extends Name> names) {
    for (Name name : names) {
      jdbc.sql(
              "UPDATE changed_entry SET attempts = attempts + 1,"
                  + " due_at = :now + least(600, 5 * power(2, least(attempts, 10))) * interval '1 second'"
                  + " WHERE kind = :kind AND name = :name")
          .param("kind", Causes.kind(name))
          .param("name", name.value())
          .param("now", OffsetDateTime.now(clock))
          .update();
    }
  }

  /** They are planned for. */
  public void remove(Collection<? extends Name> names) {
    for (Name name : names) {
      jdbc.sql("DELETE FROM changed_entry WHERE kind = :kind AND name = :name")
          .param("kind", Causes.kind(name))
          .param("name", name.value())
          .update();
    }
  }
}
