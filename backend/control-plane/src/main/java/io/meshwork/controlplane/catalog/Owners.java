package io.meshwork.controlplane.catalog;

import io.meshwork.model.TeamName;
import org.jspecify.annotations.Nullable;

/** Whose a resource is. */
final class Owners {
  private Owners() {}

  /** Its team; a team is its own; {@code null}: the mesh's. */
  static @Nullable TeamName of(Resource resource) {
    return resource.name() instanceof TeamName team ? team : resource.metadata().team();
  }
}
