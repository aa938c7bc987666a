package io.meshwork.deployment.store;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.State;
import io.meshwork.api.DeploymentDocument.Step;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.model.TeamName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The deployments and their steps. Joins the caller's transaction. */
public class DeploymentStore {
  private static final String SELECT =
      "SELECT d.id, d.number, d.version, d.plan, d.state, d.started_by, d.started_at, d.ended_at,"
          + " d.problem FROM deployment d ";

  private final JdbcClient jdbc;
  private final Clock clock;

  /** Over this database. */
  public DeploymentStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Keeps a new deployment that waits for its turn, every step pending. */
  public void insert(UUID id, UUID plan, String startedBy, int steps) {
    jdbc.sql(
            "INSERT INTO deployment (id, plan, state, started_by, started_at)"
                + " VALUES (:id, :plan, 'WAITING', :by, :at)")
        .param("id", id)
        .param("plan", plan)
        .param("by", startedBy)
        .param("at", OffsetDateTime.now(clock))
        .update();
    jdbc.sql(
            "INSERT INTO deployment_step (deployment, number, state)"
                + " SELECT :id, n, 'PENDING' FROM generate_series(1, :steps) n")
        .param("id", id)
        .param("steps", steps)
        .update();
  }

  /** One deployment. */
  public Optional<StoredDeployment> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE d.id = :id").param("id", id).query(this::deployment).optional();
  }

  /** The one of a plan. */
  public Optional<StoredDeployment> ofPlan(UUID plan) {
    return jdbc.sql(SELECT + "WHERE d.plan = :plan")
        .param("plan", plan)
        .query(this::deployment)
        .optional();
  }

  /** Its version only: cheap. */
  public long version(UUID id) {
    return jdbc.sql("SELECT version FROM deployment WHERE id = :id")
        .param("id", id)
        .query(Long.class)
        .optional()
        .orElse(-1L);
  }

  /** The newest before a number; see {@link PlanStore#newest} for {@code teams}. */
  public List<StoredDeployment> newest(
      @Nullable Collection<TeamName> teams, long before, int limit) {
    return jdbc.sql(
            SELECT
                + "JOIN plan p ON p.id = d.plan WHERE d.number < :before"
                + " AND (:any OR (p.teams <@ CAST(:teams AS text[]) AND cardinality(p.teams) > 0))"
                + " ORDER BY d.number DESC LIMIT :limit")
        .param("before", before)
        .param("any", teams == null)
        .param(
            "teams",
            teams == null
                ? new String[0]
                : teams.stream().map(TeamName::value).toArray(String[]::new))
        .param("limit", limit)
        .query(this::deployment)
        .list();
  }

  /** Those that have not ended, oldest first. */
  public List<StoredDeployment> unfinished() {
    return jdbc.sql(SELECT + "WHERE d.ended_at IS NULL ORDER BY d.number")
        .query(this::deployment)
        .list();
  }

  /** Those that ended last, newest first. */
  public List<StoredDeployment> ended(int limit) {
    return jdbc.sql(SELECT + "WHERE d.ended_at IS NOT NULL ORDER BY d.number DESC LIMIT :limit")
        .param("limit", limit)
        .query(this::deployment)
        .list();
  }

  /** It works now. */
  public void run(UUID id) {
    jdbc.sql(
            "UPDATE deployment SET state = 'RUNNING', version = version + 1"
                + " WHERE id = :id AND ended_at IS NULL")
        .param("id", id)
        .update();
  }

  /** It has ended; steps that were not begun are skipped. */
  public void end(UUID id, State state, @Nullable String problem) {
    jdbc.sql(
            "UPDATE deployment_step SET state = 'SKIPPED'"
                + " WHERE deployment = :id AND state = 'PENDING'")
        .param("id", id)
        .update();
    jdbc.sql(
            "UPDATE deployment SET state = :state, problem = :problem, ended_at = :at,"
                + " version = version + 1 WHERE id = :id AND ended_at IS NULL")
        .param("id", id)
        .param("state", state.name())
        .param("problem", problem)
        .param("at", OffsetDateTime.now(clock))
        .update();
  }

  /** A step begins; begun again, it keeps when it first was. */
  public void stepStarts(UUID id, int number) {
    jdbc.sql(
            "UPDATE deployment_step SET state = 'RUNNING', started_at = coalesce(started_at, :at)"
                + " WHERE deployment = :id AND number = :number")
        .param("id", id)
        .param("number", number)
        .param("at", OffsetDateTime.now(clock))
        .update();
  }

  /** A step has ended. */
  public void stepEnds(UUID id, int number, StepState state, @Nullable String message) {
    jdbc.sql(
            "UPDATE deployment_step SET state = :state, message = :message, ended_at = :at"
                + " WHERE deployment = :id AND number = :number")
        .param("id", id)
        .param("number", number)
        .param("state", state.name())
        .param("message", message)
        .param("at", OffsetDateTime.now(clock))
        .update();
    touch(id);
  }

  /** Something of it changed. */
  public void touch(UUID id) {
    jdbc.sql("UPDATE deployment SET version = version + 1 WHERE id = :id").param("id", id).update();
  }

  private StoredDeployment deployment(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Instant started = row.getObject("started_at", OffsetDateTime.class).toInstant();
    return new StoredDeployment(
        row.getLong("number"),
        row.getLong("version"),
        new DeploymentDocument(
            id,
            row.getObject("plan", UUID.class),
            State.valueOf(row.getString("state")),
            row.getString("started_by"),
            started,
            moment(row, "ended_at"),
            row.getString("problem"),
            steps(id)));
  }

  private List<Step> steps(UUID id) {
    return jdbc.sql(
            "SELECT number, state, message, started_at, ended_at FROM deployment_step"
                + " WHERE deployment = :id ORDER BY number")
        .param("id", id)
        .query(
            (row, _) ->
                new Step(
                    row.getInt("number"),
                    StepState.valueOf(row.getString("state")),
                    row.getString("message"),
                    moment(row, "started_at"),
                    moment(row, "ended_at")))
        .list();
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
