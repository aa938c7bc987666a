package io.meshwork.model.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tenant: owner of applications, event types and subscriptions.
 *
 * @param members people and their roles, stored here or mapped from claims
 * @param rate limit over all that the team moves
 */
public record TeamSpec(List<Member> members, @Nullable Rate rate) implements Spec {
  /** Copies the members. */
  public TeamSpec {
    members = List.copyOf(members);
  }
}
