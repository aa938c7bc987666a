package io.meshwork.controlplane.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  /**
   * The catalog as it was. What still holds is taken from memory, so that only what changed since
   * is read; a change that comes in between is met twice and says the same.
   */
  @Transactional(readOnly = true)
  public CatalogSnapshot at(Revision revision, LiveCatalog.Now now) {
    Map<UUID, Resource> then = new HashMap<>();
    for (Resource resource : now.resources()) {
      if (resource.revision().compareTo(revision) <= 0) {
        then.put(resource.uid(), resource);
      }
    }
    // Reading specs is most of the work, and each is read by itself.
    resources.heldOnlyTill(revision.number()).parallelStream()
        .map(ResourceRow::resource)
        .toList()
        .forEach(resource -> then.put(resource.uid(), resource));
    Map<GrantKey, GrantStory> words = new HashMap<>(now.grants());
    List<GrantRow> changed = grants.between(revision.number(), Long.MAX_VALUE);
    changed.forEach(row -> words.remove(row.grantKey()));
    changed.stream()
        .filter(row -> valid(row.fromRevision, row.toRevision, revision))
        .forEach(row -> words.put(row.grantKey(), row.story()));
    return Snapshots.of(revision, then.values().stream(), words.values().stream());
  }

  Revision revisionAt(Instant at) {
    return new Revision(revisions.newestAt(at));
  }

  /** What changed after one revision, up to another: all that differs between the two is in it. */
  @Transactional(readOnly = true)
  public Changes between(Revision earlier, Revision later) {
    Map<Name, Change> entries = new HashMap<>();
    for (ResourceRow row : resources.between(earlier.number(), later.number())) {
      Resource state = row.resource();
      entries.merge(
          state.name(),
          new Change(
              valid(row.fromRevision, row.toRevision, earlier) ? state : null,
              valid(row.fromRevision, row.toRevision, later) ? state : null),
          Change::with);
    }
    Map<GrantKey, GrantChange> words = new HashMap<>();
    for (GrantRow row : grants.between(earlier.number(), later.number())) {
      GrantStory story = row.story();
      words.merge(
          story.grant().key(),
          new GrantChange(
              valid(row.fromRevision, row.toRevision, earlier) ? story : null,
              valid(row.fromRevision, row.toRevision, later) ? story : null),
          GrantChange::with);
    }
    return new Changes(entries, words);
  }

  private static boolean valid(long from, @Nullable Long to, Revision at) {
    return from <= at.number() && (to == null || to > at.number());
  }

  /** What entries and grants were at an earlier revision and at a later one. */
  record Changes(Map<Name, Change> entries, Map<GrantKey, GrantChange> grants) {}

  /** A resource's states; retired ones too, {@code null} where there was none. */
  record Change(@Nullable Resource earlier, @Nullable Resource later) {
    Change with(Change other) {
      return new Change(
          earlier == null ? other.earlier : earlier, later == null ? other.later : later);
    }

    /** The earlier state unless it was retired. */
    @Nullable Resource activeEarlier() {
      return earlier == null || earlier.retired() ? null : earlier;
    }

    /** The later state unless it is retired. */
    @Nullable Resource activeLater() {
      return later == null || later.retired() ? null : later;
    }
  }

  /** A grant's states, {@code null} where nobody asked. */
  record GrantChange(@Nullable GrantStory earlier, @Nullable GrantStory later) {
    GrantChange with(GrantChange other) {
      return new GrantChange(
          earlier == null ? other.earlier : earlier, later == null ? other.later : later);
    }
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
