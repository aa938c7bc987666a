package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two revisions, as far as somebody sees it.
 *
 * @param from compared with
 * @param to what is compared
 * @param entries came, changed or ended, by kind and name
 * @param grants asked for, answered or withdrawn
 */
public record RevisionDifference(
    Revision from, Revision to, List<ApplyResult.Difference> entries, List<GrantChange> grants) {
  /** Copies the lists. */
  public RevisionDifference {
    entries = List.copyOf(entries);
    grants = List.copyOf(grants);
  }

  /** A grant's states in words, {@code null}: nobody asked. */
  public record GrantChange(
      String subscription, String eventType, @Nullable String before, @Nullable String after) {}
}
