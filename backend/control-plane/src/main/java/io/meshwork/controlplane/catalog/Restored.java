package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import java.util.List;

/**
 * What bringing entries back did.
 *
 * @param revision the catalog's newest after it
 * @param entries one difference an entry
 * @param notes what did not come back as it was, and why
 */
public record Restored(
    Revision revision, List<ApplyResult.Difference> entries, List<String> notes) {
  /** Copies the lists. */
  public Restored {
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
  }
}
