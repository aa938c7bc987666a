package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import java.util.UUID;

/**
 * A resource in one state.
 *
 * @param name unique per kind
 * @param uid tells two resources apart that bore the same name one after the other
 * @param metadata owner, set, labels, description
 * @param spec what is declared
 */
public record Entity<N extends Name, S extends Spec>(N name, UUID uid, Metadata metadata, S spec) {
  /** The owner. Refuses a resource that belongs to the mesh as a whole. */
  public TeamName team() {
    TeamName team = metadata.team();
    if (team == null) {
      throw new MeshException(ModelError.INVALID_VALUE, "'%s' belongs to no team.".formatted(name));
    }
    return team;
  }
}
