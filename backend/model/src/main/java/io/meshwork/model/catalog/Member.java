package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;

/**
 * A person's place in a team.
 *
 * @param subject the {@code sub} claim of the person's token
 * @param role what the person may do
 */
public record Member(String subject, TeamRole role) {
  /** Refuses a blank subject. */
  public Member {
    if (subject.isBlank()) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "A member's subject is empty: write the 'sub' claim of the person's token.");
    }
  }
}
