package io.meshwork.deployment.installation;

import io.meshwork.model.InstallationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The id in the database; whoever comes first makes it. */
public class InstallationRecord implements Installation {
  private final JdbcClient jdbc;
  private volatile @Nullable InstallationId known;

  /** Over this database. */
  public InstallationRecord(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public InstallationId id() {
    InstallationId id = known;
    if (id == null) {
      jdbc.sql("INSERT INTO installation (id) VALUES (:id) ON CONFLICT DO NOTHING")
          .param("id", UUID.randomUUID())
          .update();
      id = new InstallationId(jdbc.sql("SELECT id FROM installation").query(UUID.class).single());
      known = id;
    }
    return id;
  }
}
