package io.meshwork.controlplane.registry;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The stored schema versions. */
interface SchemaRows extends JpaRepository<SchemaRow, Long> {
  Optional<SchemaRow> findFirstByEventTypeUidOrderByVersionDesc(UUID uid);

  Optional<SchemaRow> findByEventTypeUidAndVersion(UUID uid, int version);

  List<SchemaRow> findByEventTypeUidOrderByVersionDesc(UUID uid);
}
