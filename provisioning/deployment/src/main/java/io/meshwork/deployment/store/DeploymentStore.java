package io.meshwork.deployment.store;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.Contract;
import io.meshwork.api.DeploymentDocument.State;
import io.meshwork.api.DeploymentDocument.Step;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.model.BrokerName;
import io.meshwork.model.TeamName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The deployments and their steps. Joins the caller's transaction. */
public class DeploymentStore {
  private static final String SELECT =
      "SELECT d.id, d.number, d.version, d.plan, d.state, d.started_by, d.started_at, d.ended_at,"
          + " d.problem, d.contract_open, d.undo_until, d.hurried_by, d.hurry_reason, d.undone_by"
          + " FROM deployment d ";

  private static final TypeReference<List<Wait>> WAITS = new TypeReference<>() {};

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

  /** One deployment, held until the transaction ends. */
  public Optional<StoredDeployment> lock(UUID id) {
    return jdbc.sql(SELECT + "WHERE d.id = :id FOR UPDATE OF d")
        .param("id", id)
        .query(this::deployment)
        .optional();
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

  /** Those with steps that wait for their contract phase, oldest first. */
  public List<StoredDeployment> contracting() {
    return jdbc.sql(SELECT + "WHERE d.contract_open ORDER BY d.number")
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

  /**
   * It is done through switch, and these steps wait.
   *
   * @param switched the revision of each region's manifest by now
   */
  public void applied(
      UUID id, Collection<Integer> contract, Instant undoUntil, Map<String, Long> switched) {
    for (int number : contract) {
      jdbc.sql(
              "UPDATE deployment_step SET state = 'WAITING'"
                  + " WHERE deployment = :id AND number = :number AND state = 'PENDING'")
          .param("id", id)
          .param("number", number)
          .update();
    }
    jdbc.sql(
            "UPDATE deployment SET contract_open = :open, undo_until = :until,"
                + " switched = :switched WHERE id = :id AND ended_at IS NULL")
        .param("id", id)
        .param("open", !contract.isEmpty())
        .param("until", OffsetDateTime.ofInstant(undoUntil, ZoneOffset.UTC))
        .param("switched", StoreJson.write(switched))
        .update();
    end(id, State.APPLIED, null);
  }

  /** The revision of each region's manifest when the deployment was applied. */
  public Map<String, Long> switched(UUID id) {
    Map<String, Long> switched = new TreeMap<>();
    jdbc.sql("SELECT switched FROM deployment WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .optional()
        .ifPresent(
            text ->
                StoreJson.tree(text)
                    .properties()
                    .forEach(each -> switched.put(each.getKey(), each.getValue().asLong())));
    return switched;
  }

  /** Why a step waits, also one that was cut short. Says whether that is news. */
  public boolean stepWaits(UUID id, int number, List<Wait> waits) {
    int changed =
        jdbc.sql(
                "UPDATE deployment_step SET state = 'WAITING', waits_for = :waits"
                    + " WHERE deployment = :id AND number = :number"
                    + " AND (state = 'RUNNING' OR (state = 'WAITING' AND waits_for <> :waits))")
            .param("id", id)
            .param("number", number)
            .param("waits", StoreJson.write(waits))
            .update();
    if (changed > 0) {
      touch(id);
    }
    return changed > 0;
  }

  /** Steps that wait are not done any more, and why. */
  public void cancelContract(UUID id, String message) {
    jdbc.sql(
            "UPDATE deployment_step SET state = 'SKIPPED', message = :message, waits_for = '[]'"
                + " WHERE deployment = :id AND state = 'WAITING'")
        .param("id", id)
        .param("message", message)
        .update();
    closeContract(id);
  }

  /** Closes the contract phase if no step waits or works any more. */
  public void closeContract(UUID id) {
    jdbc.sql(
            "UPDATE deployment SET contract_open = false, version = version + 1 WHERE id = :id"
                + " AND NOT EXISTS (SELECT 1 FROM deployment_step s WHERE s.deployment = :id"
                + " AND s.state IN ('WAITING', 'RUNNING'))")
        .param("id", id)
        .update();
  }

  /** The wait for undoing is over by somebody's word; these resources may be in use. */
  public void hurry(UUID id, String by, String reason, Collection<String> forced) {
    jdbc.sql(
            "UPDATE deployment SET hurried_by = :by, hurry_reason = :reason, hurried_at = :at,"
                + " forced = forced || CAST(:forced AS text[]), version = version + 1"
                + " WHERE id = :id")
        .param("id", id)
        .param("by", by)
        .param("reason", reason)
        .param("at", OffsetDateTime.now(clock))
        .param("forced", forced.toArray(String[]::new))
        .update();
  }

  /** The resources that may go although they are in use, {@code broker resource}. */
  public Set<String> forced(UUID id) {
    return Set.copyOf(
        jdbc.sql("SELECT unnest(forced) FROM deployment WHERE id = :id")
            .param("id", id)
            .query(String.class)
            .list());
  }

  /**
   * Lets nobody else begin a deployment, or take something away, until the transaction ends: what
   * one has found to be there the other may be about to take.
   */
  public void holdBeginnings() {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('meshwork beginnings', 0))")
        .query((_, _) -> true)
        .list();
  }

  /** Whether something was taken away from one of these brokers since a moment, or just is. */
  public boolean contractedSince(Collection<BrokerName> brokers, Instant since) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM deployment_step s JOIN deployment d ON d.id = s.deployment"
                + " JOIN plan p ON p.id = d.plan WHERE d.ended_at IS NOT NULL"
                + " AND s.started_at > d.ended_at AND (s.started_at >= :since OR s.state = 'RUNNING')"
                + " AND p.brokers && CAST(:brokers AS text[]))")
        .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .param("brokers", brokers.stream().map(BrokerName::value).toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  /** A step of the contract phase that is not done after all. */
  public void stepSkipped(UUID id, int number, String message) {
    jdbc.sql(
            "UPDATE deployment_step SET state = 'SKIPPED', message = :message, waits_for = '[]'"
                + " WHERE deployment = :id AND number = :number"
                + " AND state IN ('WAITING', 'RUNNING')")
        .param("id", id)
        .param("number", number)
        .param("message", message)
        .update();
    touch(id);
  }

  /** It was taken back by another. */
  public void undone(UUID id, UUID by) {
    jdbc.sql("UPDATE deployment SET undone_by = :by, version = version + 1 WHERE id = :id")
        .param("id", id)
        .param("by", by)
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
            "UPDATE deployment_step SET state = :state, message = :message, ended_at = :at,"
                + " waits_for = '[]'"
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
            steps(id),
            contract(row),
            row.getObject("undone_by", UUID.class)));
  }

  private static @Nullable Contract contract(ResultSet row) throws SQLException {
    Instant until = moment(row, "undo_until");
    return until == null
        ? null
        : new Contract(
            row.getBoolean("contract_open"),
            until,
            row.getString("hurried_by"),
            row.getString("hurry_reason"));
  }

  private List<Step> steps(UUID id) {
    return jdbc.sql(
            "SELECT number, state, message, started_at, ended_at, waits_for FROM deployment_step"
                + " WHERE deployment = :id ORDER BY number")
        .param("id", id)
        .query(
            (row, _) ->
                new Step(
                    row.getInt("number"),
                    StepState.valueOf(row.getString("state")),
                    row.getString("message"),
                    moment(row, "started_at"),
                    moment(row, "ended_at"),
                    StoreJson.readList(row.getString("waits_for"), WAITS)))
        .list();
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
