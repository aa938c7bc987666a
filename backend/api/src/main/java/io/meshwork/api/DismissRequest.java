package io.meshwork.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Findings of continuous verification that may stay.
 *
 * @param findings which; {@code null} or none: all open ones of the link, also those that are not
 *     named
 * @param reason for the others who look, 1 to 500 characters
 */
public record DismissRequest(@Nullable List<UUID> findings, @Nullable String reason) {
  /** Copies the list. */
  public DismissRequest {
    findings = findings == null ? List.of() : List.copyOf(findings);
  }

  /** Whether it names none. */
  public boolean namesNone() {
    return findings == null || findings.isEmpty();
  }
}
