package io.meshwork.deployment.store;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The redrives of dead letters. Joins the caller's transaction. */
public class RedriveStore {
  private static final String SELECT =
      "SELECT id, link, region, slots, letters, filter, through, per_second, state, started_by,"
          + " started_at, ended_at, progress, problem, ranges FROM redrive ";
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<ManifestRedrive.Range>> RANGES = new TypeReference<>() {};
  private static final TypeReference<List<RedriveReport.Slot>> SLOTS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  /** Over this database. */
  public RedriveStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a new one. */
  public void insert(StoredRedrive redrive) {
    ManifestRedrive order = redrive.order();
    JsonText filter = order.filter();
    jdbc.sql(
            "INSERT INTO redrive (id, link, region, slots, letters, filter, through, per_second,"
                + " state, started_by, started_at, progress, ranges) VALUES (:id, :link, :region,"
                + " :slots, :letters, :filter, :through, :rate, :state, :by, :at, :progress,"
                + " :ranges)")
        .param("ranges", StoreJson.write(order.ranges()))
        .param("id", order.id())
        .param("link", order.link().value())
        .param("region", redrive.region().value())
        .param("slots", redrive.slots())
        .param("letters", StoreJson.write(order.letters()))
        .param("filter", filter == null ? null : filter.value())
        .param("through", stamp(order.through()))
        .param("rate", order.perSecond())
        .param("state", redrive.state().name())
        .param("by", redrive.startedBy())
        .param("at", stamp(redrive.startedAt()))
        .param("progress", StoreJson.write(redrive.progress()))
        .update();
  }

  /** Replaces state and progress of one that is there. */
  public void update(StoredRedrive redrive) {
    jdbc.sql(
            "UPDATE redrive SET state = :state, ended_at = :ended, progress = :progress,"
                + " problem = :problem WHERE id = :id")
        .param("id", redrive.order().id())
        .param("state", redrive.state().name())
        .param("ended", stamp(redrive.endedAt()))
        .param("progress", StoreJson.write(redrive.progress()))
        .param("problem", redrive.problem())
        .update();
  }

  /** One, held until the transaction ends. */
  public Optional<StoredRedrive> lock(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(RedriveStore::redrive)
        .optional();
  }

  /** The one of a link that is not over, held until the transaction ends. */
  public Optional<StoredRedrive> lockOpen(LinkId link) {
    return jdbc.sql(SELECT + "WHERE link = :link AND state IN ('RUNNING', 'STOPPED') FOR UPDATE")
        .param("link", link.value())
        .query(RedriveStore::redrive)
        .optional();
  }

  /** Those of a link, newest first, at most {@code count}. */
  public List<StoredRedrive> of(LinkId link, int count) {
    return jdbc.sql(SELECT + "WHERE link = :link ORDER BY started_at DESC, id LIMIT :count")
        .param("link", link.value())
        .param("count", count)
        .query(RedriveStore::redrive)
        .list();
  }

  /** What the relays of a region work at, by link. */
  public List<ManifestRedrive> running(RegionName region) {
    return jdbc
        .sql(SELECT + "WHERE region = :region AND state = 'RUNNING' ORDER BY link, id")
        .param("region", region.value())
        .query(RedriveStore::redrive)
        .list()
        .stream()
        .map(StoredRedrive::order)
        .toList();
  }

  private static @Nullable OffsetDateTime stamp(@Nullable Instant at) {
    return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static StoredRedrive redrive(ResultSet row, int number) throws SQLException {
    String filter = row.getString("filter");
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new StoredRedrive(
        new ManifestRedrive(
            row.getObject("id", UUID.class),
            new LinkId(row.getString("link")),
            StoreJson.readList(row.getString("letters"), TEXTS),
            filter == null ? null : new JsonText(filter),
            row.getObject("through", OffsetDateTime.class).toInstant(),
            row.getInt("per_second"),
            StoreJson.readList(row.getString("ranges"), RANGES)),
        new RegionName(row.getString("region")),
        row.getInt("slots"),
        State.valueOf(row.getString("state")),
        row.getString("started_by"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        StoreJson.readList(row.getString("progress"), SLOTS),
        row.getString("problem"));
  }
}
