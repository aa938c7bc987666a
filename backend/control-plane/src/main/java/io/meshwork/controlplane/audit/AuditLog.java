package io.meshwork.controlplane.audit;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import java.util.List;

/** Who changed what, and when. */
public interface AuditLog {
  /** Writes a line in the caller's transaction: both are kept or neither. Needs one. */
  default void record(AuditEntry entry) {
    record(List.of(entry));
  }

  /** Writes lines in the caller's transaction, in their order. Needs one. */
  void record(List<AuditEntry> entries);

  /** What the actor may read: all for those who see everything, else their teams' lines. */
  Page<AuditRecord> list(Actor actor, AuditQuery query);
}
