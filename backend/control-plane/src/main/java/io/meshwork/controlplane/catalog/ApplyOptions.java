package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * How to apply.
 *
 * @param dryRun only say what would change
 * @param prune retire what this set, of those teams that the documents name and the actor acts for,
 *     holds and the documents do not; {@code null}: retire nothing
 * @param unchangedSince refuse with {@link CatalogError#PRECONDITION_FAILED}, naming them, when
 *     documents' resources changed after this revision; {@code null}: do not care
 */
public record ApplyOptions(
    boolean dryRun, @Nullable String prune, @Nullable Revision unchangedSince) {
  /** Apply, retire nothing. */
  public static final ApplyOptions PLAIN = new ApplyOptions(false, null, null);
}
