package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key of an application, without its secret.
 *
 * @param label what it is for, in the words of who made it
 * @param lastUsedAt to the minute, {@code null}: never
 * @param expiresAt its end, {@code null}: none
 * @param revokedAt when it was taken back, {@code null}: valid
 */
public record ApiKey(
    UUID id,
    ApplicationName application,
    String label,
    Set<Scope> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant lastUsedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {
  /** Copies the scopes. */
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
