package io.meshwork.controlplane.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as asked for.
 *
 * @param label what it is for, 1 to 128 characters
 * @param scopes at least one
 * @param expiresAt in the future, {@code null}: does not end
 */
public record KeyRequest(String label, Set<Scope> scopes, @Nullable Instant expiresAt) {
  /** Copies the scopes. */
  public KeyRequest {
    scopes = Set.copyOf(scopes);
  }
}
