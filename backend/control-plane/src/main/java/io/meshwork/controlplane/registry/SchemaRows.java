package io.meshwork.controlplane.registry;

import jakarta.persistence.QueryHint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.QueryHints;

/** The stored schema versions. */
interface SchemaRows extends JpaRepository<SchemaRow, Long> {
  /**
   * The newest version. Rows are written when they are saved, so nothing has to be flushed first:
   * looking through all that one change of many event types holds, for each of them, would take
   * most of its time.
   */
  @QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
  Optional<SchemaRow> findFirstByEventTypeUidOrderByVersionDesc(UUID uid);

  Optional<SchemaRow> findByEventTypeUidAndVersion(UUID uid, int version);

  List<SchemaRow> findByEventTypeUidOrderByVersionDesc(UUID uid);
}
