package io.meshwork.deployment.store;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.ResourceId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When resources that differ now were first found to. Joins the caller's transaction. */
public class DriftSince {
  private final JdbcClient jdbc;

  /** Over this database. */
  public DriftSince(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps what a look at one broker found and forgets what is mended; answers since when. */
  public Map<ResourceId, Instant> keep(BrokerName broker, Set<ResourceId> drifted, Instant now) {
    Map<ResourceId, Instant> known = of(broker);
    Set<ResourceId> mended = new HashSet<>(known.keySet());
    mended.removeAll(drifted);
    Set<ResourceId> came = new HashSet<>(drifted);
    came.removeAll(known.keySet());
    if (!mended.isEmpty()) {
      jdbc.sql(
              "DELETE FROM drift_since WHERE broker = :broker AND (kind, name) IN"
                  + " (SELECT * FROM unnest(:kinds::text[], :names::text[]))")
          .param("broker", broker.value())
          .param("kinds", kinds(mended))
          .param("names", names(mended))
          .update();
    }
    if (!came.isEmpty()) {
      jdbc.sql(
              "INSERT INTO drift_since (broker, kind, name, since) SELECT :broker, kind, name, :now"
                  + " FROM unnest(:kinds::text[], :names::text[]) AS found (kind, name)"
                  + " ON CONFLICT DO NOTHING")
          .param("broker", broker.value())
          .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
          .param("kinds", kinds(came))
          .param("names", names(came))
          .update();
    }
    Map<ResourceId, Instant> since = new HashMap<>();
    drifted.forEach(id -> since.put(id, known.getOrDefault(id, now)));
    return since;
  }

  private Map<ResourceId, Instant> of(BrokerName broker) {
    Map<ResourceId, Instant> known = new HashMap<>();
    jdbc.sql("SELECT kind, name, since FROM drift_since WHERE broker = :broker")
        .param("broker", broker.value())
        .query(
            row -> {
              known.put(
                  new ResourceId(row.getString("kind"), row.getString("name")),
                  row.getObject("since", OffsetDateTime.class).toInstant());
            });
    return known;
  }

  private static String[] kinds(Collection<ResourceId> ids) {
    return ids.stream().map(ResourceId::kind).toArray(String[]::new);
  }

  private static String[] names(Collection<ResourceId> ids) {
    return ids.stream().map(ResourceId::name).toArray(String[]::new);
  }
}
