package io.meshwork.deployment.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rights to act that only one process has at a time, over all control planes.
 *
 * <p>Invariant: a right is an advisory lock of one database session, so it ends with the session,
 * however the process dies. Whoever holds one asks {@link Held#check} right before acting: a
 * session that is lost cannot answer.
 */
final class Locks {
  private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

  private final DataSource database;

  Locks(DataSource database) {
    this.database = database;
  }

  /** All of these rights, or none and at once. */
  Optional<Held> tryHold(Collection<String> rights) {
    Connection session = null;
    try {
      session = database.getConnection();
      session.setAutoCommit(true);
      for (String right : new TreeSet<>(rights)) {
        if (!lock(session, right)) {
          release(session);
          return Optional.empty();
        }
      }
      return Optional.of(new Held(session));
    } catch (SQLException e) {
      LOG.atWarn().log("The database gives no session for a lock: {}", e.getMessage());
      release(session);
      return Optional.empty();
    }
  }

  private static boolean lock(Connection session, String right) throws SQLException {
    try (PreparedStatement statement =
        session.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
      statement.setString(1, "meshwork " + right);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void release(@Nullable Connection session) {
    if (session == null) {
      return;
    }
    try (session) {
      try (PreparedStatement statement =
          session.prepareStatement("SELECT pg_advisory_unlock_all()")) {
        statement.execute();
      }
    } catch (SQLException e) {
      LOG.atDebug().log("A session for locks was lost: {}", e.getMessage());
    }
  }

  /** Rights that are held. One thread. */
  static final class Held implements AutoCloseable {
    private final Connection session;

    private Held(Connection session) {
      this.session = session;
    }

    /** Throws when the rights may be lost. */
    void check() {
      try (PreparedStatement statement = session.prepareStatement("SELECT 1")) {
        statement.execute();
      } catch (SQLException e) {
        throw new IllegalStateException("The right to deploy was lost with its session", e);
      }
    }

    @Override
    public void close() {
      release(session);
    }
  }
}
