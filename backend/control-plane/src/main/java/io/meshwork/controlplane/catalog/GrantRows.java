package io.meshwork.controlplane.catalog;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The stored states of grants. */
interface GrantRows extends JpaRepository<GrantRow, GrantRow.Key> {
  /** States that ended after a revision, then the current ones that began after it. */
  @Query(
      """
      select g from GrantRow g where g.toRevision > :revision
      or (g.fromRevision > :revision and g.toRevision is null)
      order by g.fromRevision""")
  List<GrantRow> changedSince(long revision);

  /** States that began or ended after one revision, up to another. */
  @Query(
      """
      select g from GrantRow g where (g.fromRevision > :after and g.fromRevision <= :until)
      or (g.toRevision > :after and g.toRevision <= :until)""")
  List<GrantRow> between(long after, long until);

  /** Ends a current state. */
  @Modifying
  @Query(
      """
      update GrantRow g set g.toRevision = :revision
      where g.subscription = :subscription and g.eventType = :eventType and g.toRevision is null""")
  int end(String subscription, String eventType, long revision);
}
