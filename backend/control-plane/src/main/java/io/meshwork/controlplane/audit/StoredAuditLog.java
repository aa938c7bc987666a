package io.meshwork.controlplane.audit;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The audit log as rows that are only ever added. Plain SQL: lines come in thousands with one
 * apply, and are asked for by any mix of filters.
 */
@Service
class StoredAuditLog implements AuditLog {
  private static final int MAX_LIMIT = 500;
  private static final int BATCH = 500;

  private final JdbcTemplate jdbc;
  private final Permissions permissions;
  private final Clock clock;

  StoredAuditLog(JdbcTemplate jdbc, Permissions permissions, Clock clock) {
    this.jdbc = jdbc;
    this.permissions = permissions;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(List<AuditEntry> entries) {
    Timestamp now = Timestamp.from(clock.instant());
    jdbc.batchUpdate(
        """
        insert into audit_line
          (at, actor, actor_name, operation, kind, name, teams, revision, before, after)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        entries,
        BATCH,
        (row, entry) -> {
          row.setTimestamp(1, now);
          row.setString(2, entry.actor().subject());
          row.setString(3, entry.actor().displayName());
          row.setString(4, entry.operation());
          row.setString(5, entry.kind());
          row.setString(6, entry.name());
          row.setArray(7, row.getConnection().createArrayOf("text", teams(entry.teams())));
          Revision revision = entry.revision();
          row.setObject(8, revision == null ? null : revision.number(), Types.BIGINT);
          row.setString(9, text(entry.before()));
          row.setString(10, text(entry.after()));
        });
  }

  private static String[] teams(Set<TeamName> teams) {
    return teams.stream().map(TeamName::value).sorted().toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable JsonText json) {
    return json == null ? null : json.value();
  }

  @Override
  public Page<AuditRecord> list(Actor actor, AuditQuery query) {
    if (query.limit() < 1 || query.limit() > MAX_LIMIT) {
      throw new MeshException(
          AuditError.INVALID_QUERY,
          "limit is %d; it must be between 1 and %d.".formatted(query.limit(), MAX_LIMIT));
    }
    Filter filter = new Filter();
    filter.add("actor = ?", query.actor());
    filter.add("operation = ?", query.operation());
    filter.add("kind = ?", query.kind());
    filter.add("name = ?", query.name());
    filter.add("at >= ?", timestamp(query.from()));
    filter.add("at < ?", timestamp(query.until()));
    String cursor = query.cursor();
    filter.add("id < ?", cursor == null ? null : AuditCursors.read(cursor));
    filter.addTeams(scope(actor, query));
    List<AuditRecord> lines =
        jdbc.query(
            connection -> filter.prepare(connection, query.limit() + 1), StoredAuditLog::line);
    if (lines.size() <= query.limit()) {
      return new Page<>(lines, null);
    }
    List<AuditRecord> page = lines.subList(0, query.limit());
    return new Page<>(page, AuditCursors.write(page.getLast().id()));
  }

  /** Whose lines: {@code null} for everybody's. */
  private @Nullable List<String> scope(Actor actor, AuditQuery query) {
    TeamName team = query.team();
    if (team != null) {
      permissions.require(actor, Operation.READ_AUDIT, Guarded.ofTeam(team));
      return List.of(team.value());
    }
    if (permissions.allows(actor, Operation.READ_AUDIT, Guarded.mesh())) {
      return null;
    }
    List<String> teams =
        actor.teams().keySet().stream()
            .filter(own -> permissions.allows(actor, Operation.READ_AUDIT, Guarded.ofTeam(own)))
            .map(TeamName::value)
            .toList();
    if (teams.isEmpty()) {
      permissions.require(actor, Operation.READ_AUDIT, Guarded.mesh());
    }
    return teams;
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  /** The conditions of a query, and their values. */
  private static final class Filter {
    private final List<String> conditions = new ArrayList<>(List.of("true"));
    private final List<Object> values = new ArrayList<>();
    private @Nullable List<String> teams;

    void add(String condition, @Nullable Object value) {
      if (value != null) {
        conditions.add(condition);
        values.add(value);
      }
    }

    void addTeams(@Nullable List<String> names) {
      teams = names;
    }

    PreparedStatement prepare(Connection connection, int limit) throws SQLException {
      List<String> where = new ArrayList<>(conditions);
      List<Object> arguments = new ArrayList<>(values);
      if (teams != null) {
        where.add("teams && ?");
        arguments.add(connection.createArrayOf("text", teams.toArray()));
      }
      arguments.add(limit);
      var statement =
          connection.prepareStatement(
              "select * from audit_line where "
                  + String.join(" and ", where)
                  + " order by id desc limit ?");
      for (int i = 0; i < arguments.size(); i++) {
        statement.setObject(i + 1, arguments.get(i));
      }
      return statement;
    }
  }

  private static AuditRecord line(ResultSet row, int number) throws SQLException {
    Array teams = row.getArray("teams");
    long revision = row.getLong("revision");
    boolean none = row.wasNull();
    return new AuditRecord(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("actor"),
        row.getString("actor_name"),
        row.getString("operation"),
        row.getString("kind"),
        row.getString("name"),
        List.of((String[]) teams.getArray()),
        none ? null : revision,
        json(row.getString("before")),
        json(row.getString("after")));
  }

  private static @Nullable JsonText json(@Nullable String text) {
    return text == null ? null : new JsonText(text);
  }
}
