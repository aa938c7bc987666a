package io.meshwork.deployment.store;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ResourceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** The resources as they were last made. Joins the caller's transaction. */
public class AppliedResources {
  private static final TypeReference<List<Cause>> CAUSES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Clock clock;

  /** Over this database. */
  public AppliedResources(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** All, by broker, kind and name. */
  public List<AppliedResource> all() {
    return jdbc.sql(
            "SELECT broker, kind, name, attributes, identity, causes, adopted FROM applied_resource"
                + " ORDER BY broker, kind, name")
        .query(AppliedResources::resource)
        .list();
  }

  /** Keeps what was made; replaces what was known of it, save that it was adopted. */
  public void put(AppliedResource resource) {
    jdbc.sql(
            "INSERT INTO applied_resource"
                + " (broker, kind, name, attributes, identity, causes, adopted, applied_at)"
                + " VALUES (:broker, :kind, :name, :attributes, :identity, :causes, :adopted, :at)"
                + " ON CONFLICT (broker, kind, name) DO UPDATE SET attributes = excluded.attributes,"
                + " adopted = excluded.adopted OR (applied_resource.adopted"
                + " AND applied_resource.identity = excluded.identity),"
                + " identity = excluded.identity, causes = excluded.causes, applied_at = excluded.applied_at")
        .param("broker", resource.broker().value())
        .param("kind", resource.id().kind())
        .param("name", resource.id().name())
        .param("attributes", StoreJson.write(resource.attributes()))
        .param("identity", resource.identity().value())
        .param("causes", StoreJson.write(resource.causes()))
        .param("adopted", resource.adopted())
        .param("at", OffsetDateTime.now(clock))
        .update();
  }

  /** Forgets what was deleted. */
  public void remove(BrokerName broker, ResourceId id) {
    jdbc.sql(
            "DELETE FROM applied_resource WHERE broker = :broker AND kind = :kind AND name = :name")
        .param("broker", broker.value())
        .param("kind", id.kind())
        .param("name", id.name())
        .update();
  }

  private static AppliedResource resource(ResultSet row, int number) throws SQLException {
    Map<String, String> attributes = new TreeMap<>();
    StoreJson.tree(row.getString("attributes"))
        .properties()
        .forEach(each -> attributes.put(each.getKey(), each.getValue().asString()));
    return new AppliedResource(
        new BrokerName(row.getString("broker")),
        new ResourceId(row.getString("kind"), row.getString("name")),
        new TreeMap<>(attributes),
        new Identity(row.getString("identity")),
        StoreJson.readList(row.getString("causes"), CAUSES),
        row.getBoolean("adopted"));
  }
}
