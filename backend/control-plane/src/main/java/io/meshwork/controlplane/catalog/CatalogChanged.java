package io.meshwork.controlplane.catalog;

import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.GrantKey;
import java.util.Set;

/**
 * Published once after the commit of each revision, in the committing thread: listeners hand over
 * and return. Lost when the process dies in between, so listeners also compare revisions when they
 * start.
 *
 * @param revision new
 * @param names of resources put, retired or restored
 * @param grants made or decided
 * @param actor whose change: a subject
 * @param cause in words
 */
public record CatalogChanged(
    Revision revision, Set<Name> names, Set<GrantKey> grants, String actor, String cause) {
  /** Copies the sets. */
  public CatalogChanged {
    names = Set.copyOf(names);
    grants = Set.copyOf(grants);
  }
}
