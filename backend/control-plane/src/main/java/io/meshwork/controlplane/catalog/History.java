package io.meshwork.controlplane.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Past states, read back from the rows that were valid then. */
@Component
class History {
  private final RevisionRows revisions;
  private final ResourceRows resources;
  private final GrantRows grants;

  History(RevisionRows revisions, ResourceRows resources, GrantRows grants) {
    this.revisions = revisions;
    this.resources = resources;
    this.grants = grants;
  }

  List<Resource> of(UUID uid, Limit limit) {
    return resources.findByUidOrderByFromRevisionDesc(uid, limit).stream()
        .map(ResourceRow::resource)
        .toList();
  }

  @Transactional(readOnly = true)
  public CatalogSnapshot at(Revision revision) {
    return Snapshots.of(
        revision,
        resources.at(revision.number()).stream().map(ResourceRow::resource),
        grants.at(revision.number()).stream().map(GrantRow::story));
  }

  @Transactional(readOnly = true)
  public RevisionRecord record(Revision revision, Revision newest) {
    RevisionRow row =
        revisions
            .findById(revision.number())
            .orElseThrow(
                () ->
                    new MeshException(
                        CatalogError.UNKNOWN_REVISION,
                        "Revision %s does not exist; the newest is %s."
                            .formatted(revision, newest)));
    return new RevisionRecord(
        revision,
        row.at,
        row.actor,
        row.cause,
        resources.findByFromRevisionOrderByKindAscNameAsc(revision.number()).stream()
            .map(ResourceRow::resource)
            .toList());
  }
}
