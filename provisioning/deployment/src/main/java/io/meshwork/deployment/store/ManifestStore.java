package io.meshwork.deployment.store;

import io.meshwork.api.ManifestBroker;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The manifests as last switched. Joins the caller's transaction. */
public class ManifestStore {
  private static final String SELECT = "SELECT region, revision, links, brokers FROM manifest ";
  private static final TypeReference<List<StoredLink>> LINKS = new TypeReference<>() {};
  private static final TypeReference<List<ManifestBroker>> BROKERS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Clock clock;
  private final MoveStore moves;
  private final RedriveStore redrives;

  /** Over this database. */
  public ManifestStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.moves = new MoveStore(jdbc);
    this.redrives = new RedriveStore(jdbc);
  }

  /** The position moves that relays are told of beside their links. */
  public MoveStore moves() {
    return moves;
  }

  /** The redrives that are served with them. */
  public RedriveStore redrives() {
    return redrives;
  }

  /** All regions that were told something. */
  public List<StoredManifest> all() {
    return jdbc.sql(SELECT + "ORDER BY region").query(ManifestStore::manifest).list();
  }

  /** Each region's revision: cheap. */
  public Map<RegionName, Long> revisions() {
    Map<RegionName, Long> revisions = new TreeMap<>();
    jdbc.sql("SELECT region, revision FROM manifest")
        .query(
            row -> {
              revisions.put(new RegionName(row.getString("region")), row.getLong("revision"));
            });
    return revisions;
  }

  /** One region's. */
  public Optional<StoredManifest> find(RegionName region) {
    return jdbc.sql(SELECT + "WHERE region = :region")
        .param("region", region.value())
        .query(ManifestStore::manifest)
        .optional();
  }

  /** One region's, held until the transaction ends. */
  public StoredManifest lock(RegionName region) {
    jdbc.sql(
            "INSERT INTO manifest (region, revision, links, brokers, switched_at)"
                + " VALUES (:region, 0, '[]', '[]', :at) ON CONFLICT DO NOTHING")
        .param("region", region.value())
        .param("at", OffsetDateTime.now(clock))
        .update();
    return jdbc.sql(SELECT + "WHERE region = :region FOR UPDATE")
        .param("region", region.value())
        .query(ManifestStore::manifest)
        .single();
  }

  /** Replaces one that is locked. */
  public void replace(StoredManifest manifest) {
    jdbc.sql(
            "UPDATE manifest SET revision = :revision, links = :links, brokers = :brokers,"
                + " switched_at = :at WHERE region = :region")
        .param("region", manifest.region().value())
        .param("revision", manifest.revision())
        .param("links", StoreJson.write(List.copyOf(manifest.links().values())))
        .param("brokers", StoreJson.write(manifest.brokers()))
        .param("at", OffsetDateTime.now(clock))
        .update();
  }

  private static StoredManifest manifest(ResultSet row, int number) throws SQLException {
    TreeMap<LinkId, StoredLink> links = new TreeMap<>();
    for (StoredLink link : StoreJson.readList(row.getString("links"), LINKS)) {
      links.put(link.link().id(), link);
    }
    return new StoredManifest(
        new RegionName(row.getString("region")),
        row.getLong("revision"),
        links,
        StoreJson.readList(row.getString("brokers"), BROKERS));
  }
}
