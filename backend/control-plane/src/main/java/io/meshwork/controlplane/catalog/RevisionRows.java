package io.meshwork.controlplane.catalog;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The stored revisions. */
interface RevisionRows extends JpaRepository<RevisionRow, Long> {
  /** The newest, 0 for none. */
  @Query(value = "select coalesce(max(number), 0) from revision", nativeQuery = true)
  long newest();

  /** The newest of a moment, 0 for none. */
  @Query(
      value = "select coalesce(max(number), 0) from revision where at <= :moment",
      nativeQuery = true)
  long newestAt(Instant moment);

  /** Those before one that hold the words, the newest first. */
  @Query(
      """
      select r from RevisionRow r where r.number < :before
      and (lower(r.cause) like :words escape '!' or lower(r.actor) like :words escape '!')
      order by r.number desc""")
  List<RevisionRow> before(long before, String words, Limit limit);

  /** Lets writers of all servers pass one at a time, until the transaction ends. */
  @Query(
      value = "select 1 from (select pg_advisory_xact_lock(7236837468001)) held",
      nativeQuery = true)
  int lockForWriting();
}
