package io.meshwork.controlplane.catalog;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The stored revisions. */
interface RevisionRows extends JpaRepository<RevisionRow, Long> {
  /** The newest, 0 for none. */
  @Query(value = "select coalesce(max(number), 0) from revision", nativeQuery = true)
  long newest();

  /** Lets writers of all servers pass one at a time, until the transaction ends. */
  @Query(
      value = "select 1 from (select pg_advisory_xact_lock(7236837468001)) held",
      nativeQuery = true)
  int lockForWriting();
}
