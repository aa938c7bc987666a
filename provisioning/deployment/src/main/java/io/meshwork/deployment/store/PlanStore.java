package io.meshwork.deployment.store;

import io.meshwork.api.PlanDocument;
import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The plans. Joins the caller's transaction. */
public class PlanStore {
  private static final String SELECT =
      "SELECT id, number, state, waiting, teams, regions, brokers, content FROM plan ";

  private final JdbcClient jdbc;

  /** Over this database. */
  public PlanStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a new plan; its number is given here. */
  public void insert(StoredPlan plan) {
    PlanDocument document = plan.content().document();
    jdbc.sql(
            "INSERT INTO plan (id, state, waiting, created_at, created_by, teams, regions, brokers, content)"
                + " VALUES (:id, :state, :waiting, :at, :by, :teams, :regions, :brokers, :content)")
        .param("id", plan.id())
        .param("state", plan.state().name())
        .param("waiting", plan.waiting())
        .param("at", OffsetDateTime.ofInstant(document.createdAt(), ZoneOffset.UTC))
        .param("by", document.createdBy())
        .param("teams", texts(plan.teams()))
        .param("regions", texts(plan.regions()))
        .param("brokers", texts(plan.brokers()))
        .param("content", StoreJson.write(plan.content()))
        .update();
  }

  /** One plan. */
  public Optional<StoredPlan> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(PlanStore::plan).optional();
  }

  /** One plan, held until the transaction ends. */
  public Optional<StoredPlan> lock(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(PlanStore::plan)
        .optional();
  }

  /**
   * The newest before a number.
   *
   * @param teams only plans whose teams are all among these; {@code null}: any plan
   */
  public List<StoredPlan> newest(
      @Nullable Collection<TeamName> teams, boolean waiting, long before, int limit) {
    return jdbc.sql(
            SELECT
                + "WHERE number < :before AND (NOT :waiting OR waiting)"
                + " AND (:any OR (teams <@ CAST(:teams AS text[]) AND cardinality(teams) > 0))"
                + " ORDER BY number DESC LIMIT :limit")
        .param("before", before)
        .param("waiting", waiting)
        .param("any", teams == null)
        .param("teams", texts(teams == null ? List.of() : teams))
        .param("limit", limit)
        .query(PlanStore::plan)
        .list();
  }

  /**
   * How far a region's share of the catalog was applied before a plan: the newest other plan that
   * was applied, and not taken back, with an action there that one of the causes asked for.
   *
   * @param causes as {@code Kind name}; none: any action there
   */
  public Applied lastApplied(UUID besides, RegionName region, Collection<String> causes) {
    return jdbc.sql(
            """
            SELECT CAST(p.content AS jsonb) -> 'document' ->> 'revision' AS revision, d.started_at,
              coalesce(CAST(p.content AS jsonb) ->> 'documents',
                CAST(p.content AS jsonb) -> 'document' ->> 'restores') IS NOT NULL AS saves
            FROM deployment d JOIN plan p ON p.id = d.plan
            WHERE d.state = 'APPLIED' AND d.undone_by IS NULL AND p.id <> :besides
              AND :region = ANY(p.regions)
              AND d.number < coalesce(
                (SELECT number FROM deployment WHERE plan = :besides), 9223372036854775807)
              AND (:any OR EXISTS (
                SELECT 1
                FROM jsonb_array_elements(CAST(p.content AS jsonb) -> 'document' -> 'actions') a,
                  jsonb_array_elements_text(a -> 'causes') cause
                WHERE a ->> 'region' = :region AND cause = ANY(CAST(:causes AS text[]))))
            ORDER BY d.number DESC LIMIT 1""")
        .param("besides", besides)
        .param("region", region.value())
        .param("any", causes.isEmpty())
        .param("causes", causes.toArray(String[]::new))
        .query(
            (row, _) -> {
              Instant at = row.getObject("started_at", OffsetDateTime.class).toInstant();
              return new Applied(
                  row.getLong("revision"), at, row.getBoolean("saves") ? at : Instant.EPOCH);
            })
        .optional()
        .orElse(Applied.NEVER);
  }

  /**
   * How far the catalog was applied.
   *
   * @param revision that the plan was computed from
   * @param at when it was applied
   * @param saved until when what it saved itself was applied too; the epoch: it saved nothing
   */
  public record Applied(long revision, Instant at, Instant saved) {
    /** Nothing was. */
    static final Applied NEVER = new Applied(-1, Instant.EPOCH, Instant.EPOCH);
  }

  /** All that wait for an operator, oldest first. */
  public List<StoredPlan> waiting() {
    return jdbc.sql(SELECT + "WHERE waiting ORDER BY number").query(PlanStore::plan).list();
  }

  /** Changes where a plan stands; it waits no more. */
  public void settle(UUID id, PlanDocument.State state) {
    jdbc.sql("UPDATE plan SET state = :state, waiting = false WHERE id = :id")
        .param("id", id)
        .param("state", state.name())
        .update();
  }

  private static StoredPlan plan(ResultSet row, int number) throws SQLException {
    return new StoredPlan(
        row.getObject("id", UUID.class),
        row.getLong("number"),
        PlanDocument.State.valueOf(row.getString("state")),
        row.getBoolean("waiting"),
        names(row.getArray("teams"), TeamName::new),
        names(row.getArray("regions"), RegionName::new),
        names(row.getArray("brokers"), BrokerName::new),
        StoreJson.read(row.getString("content"), PlanContent.class));
  }

  private static String[] texts(Collection<? extends Name> names) {
    return names.stream().map(Name::value).toArray(String[]::new);
  }

  private static <N> SortedSet<N> names(Array array, Function<String, N> naming)
      throws SQLException {
    SortedSet<N> names = new TreeSet<>();
    for (Object text : (Object[]) array.getArray()) {
      names.add(naming.apply((String) text));
    }
    return names;
  }
}
