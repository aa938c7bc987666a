package io.meshwork.controlplane.catalog;

import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant with its story.
 *
 * @param grant subscription, event type, state, filter, end
 * @param subscriber the team that asks
 * @param owner the event type's team, which answers
 * @param subscriptionTag the subscription's entity tag, quotes included: what an approval of this
 *     view gives as {@code If-Match}
 * @param requestedBy a subject
 * @param decidedBy a subject, {@code null}: nobody yet
 * @param note of who decided
 */
public record GrantView(
    Grant grant,
    TeamName subscriber,
    TeamName owner,
    String subscriptionTag,
    String requestedBy,
    Instant requestedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String note) {
  /** Which. */
  public GrantKey key() {
    return grant.key();
  }
}
