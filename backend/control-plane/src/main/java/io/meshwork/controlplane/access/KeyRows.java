package io.meshwork.controlplane.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** The stored keys. */
interface KeyRows extends JpaRepository<KeyRow, UUID> {
  Optional<KeyRow> findBySecretHash(byte[] secretHash);

  List<KeyRow> findByApplicationOrderByCreatedAtDesc(String application);

  /** Notes a use, at most once a minute. */
  @Transactional
  @Modifying
  @Query(
      """
      update KeyRow k set k.lastUsedAt = :now
      where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :before)""")
  int use(UUID id, Instant now, Instant before);

  /** Takes a key back, unless it has been. */
  @Modifying
  @Query(
      """
      update KeyRow k set k.revokedAt = :now
      where k.id = :id and k.application = :application and k.revokedAt is null""")
  int revoke(UUID id, String application, Instant now);
}
