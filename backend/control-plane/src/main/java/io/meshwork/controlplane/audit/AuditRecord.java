package io.meshwork.controlplane.audit;

import io.meshwork.model.JsonText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the audit log. Never changes. */
public record AuditRecord(
    long id,
    Instant at,
    String actor,
    String actorName,
    String operation,
    String kind,
    String name,
    List<String> teams,
    @Nullable Long revision,
    @Nullable JsonText before,
    @Nullable JsonText after) {
  /** Copies the teams. */
  public AuditRecord {
    teams = List.copyOf(teams);
  }
}
