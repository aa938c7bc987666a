package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The stored states of resources. */
interface ResourceRows extends JpaRepository<ResourceRow, ResourceRow.Key> {
  /** Current states that began after a revision. */
  @Query("select r from ResourceRow r where r.fromRevision > :revision and r.toRevision is null")
  List<ResourceRow> currentSince(long revision);

  /** What held at a revision and does not hold any more. */
  @Query(
      """
      select r from ResourceRow r where r.fromRevision <= :revision
      and r.toRevision > :revision and r.retired = false""")
  List<ResourceRow> heldOnlyTill(long revision);

  /** States that began or ended after one revision, up to another. */
  @Query(
      """
      select r from ResourceRow r where (r.fromRevision > :after and r.fromRevision <= :until)
      or (r.toRevision > :after and r.toRevision <= :until)""")
  List<ResourceRow> between(long after, long until);

  /** What a revision brought. */
  List<ResourceRow> findByFromRevisionOrderByKindAscNameAsc(long revision);

  /** Which resources revisions brought states of. */
  @Query(
      """
      select r.fromRevision as revision, r.kind as kind, r.name as name from ResourceRow r
      where r.fromRevision in :revisions""")
  List<Touched> touchedBy(Collection<Long> revisions);

  /** A resource that a revision changed. */
  interface Touched {
    long getRevision();

    Kind getKind();

    String getName();
  }

  /** The states of one resource, newest first. */
  List<ResourceRow> findByUidOrderByFromRevisionDesc(UUID uid, Limit limit);

  /** Ends the current states. */
  @Modifying
  @Query(
      """
      update ResourceRow r set r.toRevision = :revision
      where r.uid in :uids and r.toRevision is null""")
  int end(Collection<UUID> uids, long revision);
}
