package io.meshwork.model.catalog;

import io.meshwork.model.TeamName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every resource carries beside its spec.
 *
 * @param team the owner; {@code null} for what belongs to the mesh
 * @param set the named bundle of documents that it came with
 * @param labels free pairs to search by
 * @param description free text, Markdown
 */
public record Metadata(
    @Nullable TeamName team, @Nullable String set, Map<String, String> labels, String description) {
  /** A resource of a team without labels, set or description. */
  public static Metadata of(TeamName team) {
    return new Metadata(team, null, Map.of(), "");
  }

  /** A resource of the whole mesh, such as a region. */
  public static Metadata ofMesh() {
    return new Metadata(null, null, Map.of(), "");
  }

  /** Copies the labels. */
  public Metadata {
    labels = Map.copyOf(labels);
  }
}
