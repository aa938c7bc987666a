package io.meshwork.deployment.store;

import io.meshwork.api.PlanDocument;
import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
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
