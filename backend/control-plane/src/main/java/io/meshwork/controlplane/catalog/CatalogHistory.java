package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Past states compared and brought back. What an actor may not know of now is in no answer,
 * whatever it was then. Thread safe.
 */
public interface CatalogHistory {
  /** The most revisions of one page. */
  int MAX_LISTED = 500;

  /**
   * Revisions, newest first; stable while others write.
   *
   * @param words that their cause or author contains, {@code null}: any
   * @param limit 1 to {@link #MAX_LISTED}
   * @param cursor where the last page ended, {@code null}: from the newest
   */
  Page<RevisionLine> list(Actor actor, @Nullable String words, int limit, @Nullable String cursor);

  /**
   * What differs between two revisions, in either order, as far as the actor sees it.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#UNKNOWN_REVISION} or an access
   *     error
   */
  RevisionDifference difference(Actor actor, Revision from, Revision to);

  /**
   * The newest catalog with these entries as they were, for a plan that saves nothing. What {@link
   * #restore} says of entries and grants holds.
   */
  Overlay overlay(Actor actor, Revision past, Selection selection);

  /**
   * Brings entries back to what they were, in one revision: spec, labels and description; retired
   * or not. Owner and set stay as they are now, and so do the members of teams that are not named.
   * A grant that held then is given again only where the actor may give it, and else asked for
   * anew; the answer says which.
   *
   * @param unchangedSince refuse with {@link CatalogError#PRECONDITION_FAILED}, naming them, when
   *     entries changed after this revision; {@code null}: do not care
   * @throws io.meshwork.model.MeshException {@link CatalogError#INVALID_RESOURCE}: an entry cannot
   *     hold among the others any more; {@link CatalogError#IN_USE}: what came since is used;
   *     {@link CatalogError#UNKNOWN_REVISION}, or an access error
   */
  Restored restore(
      Actor actor, Revision past, Selection selection, @Nullable Revision unchangedSince);

  /** Which entries to bring back. */
  sealed interface Selection {
    /** All that differ; for who sees everything. */
    record All() implements Selection {}

    /** One team's. */
    record OfTeam(TeamName team) implements Selection {}

    /** These. */
    record Named(Set<Name> names) implements Selection {
      /** Copies the set. */
      public Named {
        names = Set.copyOf(names);
      }
    }
  }
}
