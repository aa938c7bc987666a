package io.meshwork.deployment.store;

import static io.meshwork.deployment.store.StandingStore.instant;
import static io.meshwork.deployment.store.StandingStore.stamp;

import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.model.LinkId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What continuous verification found, bounded a link. Joins the caller's transaction. */
public class FindingStore {
  /** So many open ones of a link are kept; more are counted. */
  public static final int MOST_OPEN = 200;

  private static final int MOST_CLOSED = 50;
  private static final String SELECT =
      "SELECT id, link, state, finding, found_at, checked_at, closed_at, closed_by, reason"
          + " FROM verification_finding ";

  private final JdbcClient jdbc;

  /** Over this database. */
  public FindingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A link's open ones, oldest first, all that are kept. */
  public List<StoredFinding> open(LinkId link) {
    return jdbc.sql(SELECT + "WHERE link = :link AND state = 'OPEN' ORDER BY found_at, id")
        .param("link", link.value())
        .query(FindingStore::finding)
        .list();
  }

  /** A link's closed ones that are kept, the newest first. */
  public List<StoredFinding> closed(LinkId link) {
    return jdbc.sql(SELECT + "WHERE link = :link AND state <> 'OPEN' ORDER BY closed_at DESC, id")
        .param("link", link.value())
        .query(FindingStore::finding)
        .list();
  }

  /** One of a link, held until the transaction ends. */
  public Optional<StoredFinding> lock(LinkId link, UUID id) {
    return jdbc.sql(SELECT + "WHERE link = :link AND id = :id FOR UPDATE")
        .param("link", link.value())
        .param("id", id)
        .query(FindingStore::finding)
        .optional();
  }

  /** Keeps one that was found, or what became of it. */
  public void keep(StoredFinding found) {
    if (found.state() == State.OPEN && found.foundAt().equals(found.checkedAt())) {
      insert(found);
    } else {
      update(found);
    }
  }

  /** What is open already is not kept twice. */
  private void insert(StoredFinding found) {
    jdbc.sql(
            "INSERT INTO verification_finding (id, link, state, finding, found_at, checked_at)"
                + " VALUES (:id, :link, 'OPEN', :finding, :found, :checked) ON CONFLICT DO NOTHING")
        .param("id", found.id())
        .param("link", found.link().value())
        .param("finding", StoreJson.write(found.finding()))
        .param("found", stamp(found.foundAt()))
        .param("checked", stamp(found.checkedAt()))
        .update();
  }

  /** Replaces what became of one that is open; of the closed ones the newest are kept. */
  public void update(StoredFinding found) {
    jdbc.sql(
            "UPDATE verification_finding SET state = :state, checked_at = :checked,"
                + " closed_at = :closed, closed_by = :by, reason = :reason"
                + " WHERE id = :id AND state = 'OPEN'")
        .param("id", found.id())
        .param("state", found.state().name())
        .param("checked", stamp(found.checkedAt()))
        .param("closed", stamp(found.closedAt()))
        .param("by", found.closedBy())
        .param("reason", found.reason())
        .update();
    jdbc.sql(
            "DELETE FROM verification_finding WHERE id IN (SELECT id FROM verification_finding"
                + " WHERE link = :link AND state <> 'OPEN' ORDER BY closed_at DESC, id"
                + " OFFSET :most)")
        .param("link", found.link().value())
        .param("most", MOST_CLOSED)
        .update();
  }

  private static StoredFinding finding(ResultSet row, int number) throws SQLException {
    OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
    return new StoredFinding(
        row.getObject("id", UUID.class),
        new LinkId(row.getString("link")),
        State.valueOf(row.getString("state")),
        StoreJson.read(row.getString("finding"), Finding.class),
        instant(row, "found_at"),
        instant(row, "checked_at"),
        closed == null ? null : closed.toInstant(),
        row.getString("closed_by"),
        row.getString("reason"));
  }
}
