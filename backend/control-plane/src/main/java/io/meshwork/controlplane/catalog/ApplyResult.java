package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying did, or would do.
 *
 * @param revision the catalog's newest after it; of a dry run, the one compared with
 * @param dryRun whether nothing was changed
 * @param documents one difference a document, in their order, pruned resources last
 * @param notes what their author should know besides
 */
public record ApplyResult(
    Revision revision, boolean dryRun, List<Difference> documents, List<String> notes) {
  /** Copies the lists. */
  public ApplyResult {
    documents = List.copyOf(documents);
    notes = List.copyOf(notes);
  }

  /** Whether anything changed or would. */
  public boolean changes() {
    return documents.stream().anyMatch(d -> d.action() != Action.UNCHANGED);
  }

  /** What happens to a resource. */
  public enum Action {
    CREATE,
    CHANGE,
    UNCHANGED,
    RETIRE
  }

  /**
   * What happens to one resource.
   *
   * @param kind a document's kind, such as {@code EventType}
   * @param changes field by field; empty where nothing is compared
   */
  public record Difference(String kind, String name, Action action, List<FieldChange> changes) {
    /** Copies the list. */
    public Difference {
      changes = List.copyOf(changes);
    }
  }

  /** One field, by JSON pointer into the document; JSON text, {@code null} where absent. */
  public record FieldChange(String pointer, @Nullable String before, @Nullable String after) {}
}
