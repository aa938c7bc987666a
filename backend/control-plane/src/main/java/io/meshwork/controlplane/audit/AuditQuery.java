package io.meshwork.controlplane.audit;

import io.meshwork.model.TeamName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit log, newest first; {@code null}: any.
 *
 * @param actor a subject
 * @param from inclusive
 * @param until exclusive
 * @param limit 1 to 500
 * @param cursor where the last page ended
 */
public record AuditQuery(
    @Nullable String actor,
    @Nullable String operation,
    @Nullable String kind,
    @Nullable String name,
    @Nullable TeamName team,
    @Nullable Instant from,
    @Nullable Instant until,
    int limit,
    @Nullable String cursor) {
  /** The newest lines. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(null, null, null, null, null, null, null, limit, null);
  }
}
