package io.meshwork.controlplane.catalog;

import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.List;

/**
 * A catalog that is not stored.
 *
 * @param snapshot as planners take it
 * @param changes by which it differs from the stored one
 * @param notes what else whoever stores it should know
 */
public record Overlay(
    CatalogSnapshot snapshot, List<ApplyResult.Difference> changes, List<String> notes) {
  /** Copies the lists. */
  public Overlay {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /** Whether storing it would change anything. */
  public boolean isChange() {
    return changes.stream().anyMatch(each -> each.action() != ApplyResult.Action.UNCHANGED);
  }
}
