package io.meshwork.deployment.store;

import io.meshwork.api.PositionMove;
import io.meshwork.model.LinkId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Position moves of links. Nothing is ever changed or removed. Joins the caller's transaction. */
public class MoveStore {
  private static final String SELECT =
      "SELECT link, number, places, reason, moved_by, moved_at, backfill FROM position_move ";
  private static final TypeReference<List<PositionMove.Place>> PLACES = new TypeReference<>() {};

  private final JdbcClient jdbc;

  MoveStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A move, with who wanted it and why. */
  public record Entry(LinkId link, PositionMove move, String reason, String by, Instant at) {}

  /** Adds one; its number must be new. */
  public void add(Entry entry) {
    jdbc.sql(
            "INSERT INTO position_move (link, number, places, reason, moved_by, moved_at,"
                + " backfill) VALUES (:link, :number, :places, :reason, :by, :at, :backfill)")
        .param("link", entry.link().value())
        .param("number", entry.move().number())
        .param("places", StoreJson.write(entry.move().places()))
        .param("reason", entry.reason())
        .param("backfill", entry.move().leavesOut())
        .param("by", entry.by())
        .param("at", OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
        .update();
  }

  /** A link's, newest first, at most {@code count}. */
  public List<Entry> newest(LinkId link, int count) {
    return jdbc.sql(SELECT + "WHERE link = :link ORDER BY number DESC LIMIT :count")
        .param("link", link.value())
        .param("count", count)
        .query(MoveStore::entry)
        .list();
  }

  /** Those made since a moment, by link, in the order of their numbers. */
  public Map<LinkId, List<PositionMove>> since(Instant moment) {
    Map<LinkId, List<PositionMove>> moves = new TreeMap<>();
    jdbc.sql(SELECT + "WHERE moved_at >= :moment ORDER BY link, number")
        .param("moment", OffsetDateTime.ofInstant(moment, ZoneOffset.UTC))
        .query(MoveStore::entry)
        .list()
        .forEach(
            entry -> moves.computeIfAbsent(entry.link(), _ -> new ArrayList<>()).add(entry.move()));
    return moves;
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    return new Entry(
        new LinkId(row.getString("link")),
        new PositionMove(
            row.getLong("number"),
            StoreJson.readList(row.getString("places"), PLACES),
            row.getBoolean("backfill")),
        row.getString("reason"),
        row.getString("moved_by"),
        row.getObject("moved_at", OffsetDateTime.class).toInstant());
  }
}
