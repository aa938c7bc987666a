package io.meshwork.controlplane.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an owner says to a request.
 *
 * @param note for the subscriber, at most 1000 characters, {@code null}: none
 * @param expiresAt the end of an approval, in the future, {@code null}: none
 */
public record Verdict(@Nullable String note, @Nullable Instant expiresAt) {
  /** Nothing but yes or no. */
  public static final Verdict PLAIN = new Verdict(null, null);
}
