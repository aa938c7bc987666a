package io.meshwork.deployment.store;

import io.meshwork.api.StandingDocument.Tally;
import io.meshwork.api.StandingDocument.Unverified;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/**
 * How far continuous verification is. Joins the caller's transaction. Invariant: of a link only who
 * holds the claim on it writes, so that nothing is counted twice.
 */
public class StandingStore {
  private static final String SELECT =
      "SELECT link, since, verified_through, places, events, compared, counted, left_out,"
          + " unreadable, allowed, explained, unnamed, stretches, behind, delivery,"
          + " former_delivery, delivery_since, failed, failures, problem, run_at, next_at"
          + " FROM verification_standing ";
  private static final TypeReference<List<StoredStanding.Place>> PLACES = new TypeReference<>() {};
  private static final TypeReference<List<Unverified>> STRETCHES = new TypeReference<>() {};

  private final JdbcClient jdbc;

  /** Over this database. */
  public StandingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What continuous verification of a link shows where many are shown. */
  public record Brief(Instant since, Instant through, long open) {}

  /** Begins with a link, unless it is known. */
  public void begin(StoredStanding standing, Instant now) {
    jdbc.sql(
            "INSERT INTO verification_standing (link, since, verified_through, delivery,"
                + " delivery_since, next_at, seen_at) VALUES (:link, :since, :through, :delivery,"
                + " :deliverySince, :next, :now) ON CONFLICT DO NOTHING")
        .param("link", standing.link().value())
        .param("since", stamp(standing.since()))
        .param("through", stamp(standing.through()))
        .param("delivery", standing.promise().delivery().name())
        .param("deliverySince", stamp(standing.promise().since()))
        .param("next", stamp(standing.outcome().nextAt()))
        .param("now", stamp(now))
        .update();
  }

  /** Notes that these links are there. */
  public void see(Collection<LinkId> links, Instant now) {
    jdbc.sql("UPDATE verification_standing SET seen_at = :now WHERE link = ANY(:links)")
        .param("now", stamp(now))
        .param("links", links.stream().map(LinkId::value).toArray(String[]::new))
        .update();
  }

  /** Forgets links that nobody has seen since then. */
  public void forget(Instant since) {
    jdbc.sql("DELETE FROM verification_standing WHERE seen_at < :since")
        .param("since", stamp(since))
        .update();
  }

  /** All that are known. */
  public List<LinkId> links() {
    return jdbc.sql("SELECT link FROM verification_standing")
        .query((row, _) -> new LinkId(row.getString("link")))
        .list();
  }

  /** The link that waits longest for its turn, unless another holds it, claimed until then. */
  public Optional<StoredStanding> claim(UUID claim, Instant now, Instant until) {
    return jdbc.sql(
            "UPDATE verification_standing SET claim = :claim, claimed_until = :until"
                + " WHERE link = (SELECT link FROM verification_standing WHERE next_at <= :now AND"
                + " (claimed_until IS NULL OR claimed_until <= :now) ORDER BY run_at NULLS FIRST,"
                + " link LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING link")
        .param("claim", claim)
        .param("until", stamp(until))
        .param("now", stamp(now))
        .query((row, _) -> new LinkId(row.getString("link")))
        .optional()
        .flatMap(this::find);
  }

  /** One link's. */
  public Optional<StoredStanding> find(LinkId link) {
    return jdbc.sql(SELECT + "WHERE link = :link")
        .param("link", link.value())
        .query(StandingStore::standing)
        .optional();
  }

  /**
   * Keeps what the claim's holder found, and gives the link free; false: the claim was lost.
   *
   * @param moreUnnamed findings that are not kept: somebody may dismiss the earlier ones meanwhile
   */
  public boolean release(UUID claim, StoredStanding standing, long moreUnnamed) {
    Tally counts = standing.counts();
    StoredStanding.Promise promise = standing.promise();
    StoredStanding.Outcome outcome = standing.outcome();
    DeliveryClass former = promise.former();
    return jdbc.sql(
                "UPDATE verification_standing SET verified_through = :through, places = :places,"
                    + " events = :events, compared = :compared, counted = :counted,"
                    + " left_out = :leftOut, unreadable = :unreadable, allowed = :allowed,"
                    + " explained = :explained, unnamed = unnamed + :unnamed, stretches = :stretches,"
                    + " behind = :behind, delivery = :delivery, former_delivery = :former,"
                    + " delivery_since = :deliverySince, failed = :failed, failures = :failures,"
                    + " problem = :problem, run_at = :run, next_at = :next, claim = NULL,"
                    + " claimed_until = NULL WHERE link = :link AND claim = :claim")
            .param("link", standing.link().value())
            .param("claim", claim)
            .param("through", stamp(standing.through()))
            .param("places", StoreJson.write(standing.places()))
            .param("events", counts.events())
            .param("compared", counts.compared())
            .param("counted", counts.counted())
            .param("leftOut", counts.leftOut())
            .param("unreadable", counts.unreadable())
            .param("allowed", counts.allowed())
            .param("explained", counts.explained())
            .param("unnamed", moreUnnamed)
            .param("stretches", StoreJson.write(standing.stretches()))
            .param("behind", standing.behind())
            .param("delivery", promise.delivery().name())
            .param("former", former == null ? null : former.name())
            .param("deliverySince", stamp(promise.since()))
            .param("failed", outcome.failed())
            .param("failures", outcome.failures())
            .param("problem", outcome.problem())
            .param("run", stamp(outcome.runAt()))
            .param("next", stamp(outcome.nextAt()))
            .update()
        == 1;
  }

  /** Somebody has looked at the findings that are not kept; says how many they were. */
  public long forgetUnnamed(LinkId link) {
    long unnamed =
        jdbc.sql("SELECT unnamed FROM verification_standing WHERE link = :link FOR UPDATE")
            .param("link", link.value())
            .query(Long.class)
            .optional()
            .orElse(0L);
    jdbc.sql("UPDATE verification_standing SET unnamed = 0 WHERE link = :link")
        .param("link", link.value())
        .update();
    return unnamed;
  }

  /** In short, those of these that were looked at. */
  public Map<LinkId, Brief> briefs(Collection<LinkId> links) {
    Map<LinkId, Brief> briefs = new TreeMap<>();
    jdbc.sql(
            "SELECT s.link, s.since, s.verified_through, s.unnamed + (SELECT count(*)"
                + " FROM verification_finding f WHERE f.link = s.link AND f.state = 'OPEN') AS open"
                + " FROM verification_standing s WHERE s.run_at IS NOT NULL AND s.link = ANY(:links)")
        .param("links", links.stream().map(LinkId::value).toArray(String[]::new))
        .query(
            row -> {
              briefs.put(
                  new LinkId(row.getString("link")),
                  new Brief(
                      instant(row, "since"),
                      instant(row, "verified_through"),
                      row.getLong("open")));
            });
    return briefs;
  }

  /** From when on the next events may be compared, over all control planes. */
  public Instant freeAt() {
    return jdbc.sql("SELECT free_at FROM verification_pace")
        .query((row, _) -> instant(row, "free_at"))
        .optional()
        .orElse(Instant.EPOCH);
  }

  /** That much later, from now on or from when others were to wait for. */
  public void pay(Duration time, Instant now) {
    long nanos = time.toNanos();
    jdbc.sql(
            "INSERT INTO verification_pace (free_at) VALUES (:first) ON CONFLICT (one) DO UPDATE"
                + " SET free_at = greatest(verification_pace.free_at, :now)"
                + " + :micros * interval '1 microsecond'")
        .param("first", stamp(now.plusNanos(nanos)))
        .param("now", stamp(now))
        .param("micros", nanos / 1_000)
        .update();
  }

  private static StoredStanding standing(ResultSet row, int number) throws SQLException {
    String former = row.getString("former_delivery");
    OffsetDateTime run = row.getObject("run_at", OffsetDateTime.class);
    return new StoredStanding(
        new LinkId(row.getString("link")),
        instant(row, "since"),
        instant(row, "verified_through"),
        StoreJson.readList(row.getString("places"), PLACES),
        new Tally(
            row.getLong("events"),
            row.getLong("compared"),
            row.getLong("counted"),
            row.getLong("left_out"),
            row.getLong("unreadable"),
            row.getLong("allowed"),
            row.getLong("explained")),
        row.getLong("unnamed"),
        StoreJson.readList(row.getString("stretches"), STRETCHES),
        row.getLong("behind"),
        new StoredStanding.Promise(
            DeliveryClass.valueOf(row.getString("delivery")),
            former == null ? null : DeliveryClass.valueOf(former),
            instant(row, "delivery_since")),
        new StoredStanding.Outcome(
            row.getLong("failed"),
            row.getInt("failures"),
            row.getString("problem"),
            run == null ? null : run.toInstant(),
            instant(row, "next_at")));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable OffsetDateTime stamp(@Nullable Instant at) {
    return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
