package io.meshwork.controlplane.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The offers that wait for an answer. */
interface TransferRows extends JpaRepository<TransferRow, UUID> {
  /** The offer of the event type of this name. */
  Optional<TransferRow> findByEventType(String eventType);

  /** All, by name. */
  List<TransferRow> findAllByOrderByEventType();

  /** Ends an offer. */
  @Modifying(flushAutomatically = true, clearAutomatically = true)
  @Query("delete from TransferRow t where t.eventType = :eventType")
  int end(String eventType);
}
