package io.meshwork.controlplane.catalog;

import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A grant with who asked and who answered. */
record GrantStory(
    Grant grant,
    String requestedBy,
    Instant requestedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String note) {
  boolean isApproved() {
    return grant.state() == GrantState.APPROVED;
  }
}
