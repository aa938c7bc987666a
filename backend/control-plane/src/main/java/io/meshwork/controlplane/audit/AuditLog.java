package io.meshwork.controlplane.audit;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;

/** Who changed what, and when. */
public interface AuditLog {
  /** Writes a line in the caller's transaction: both are kept or neither. Needs one. */
  void record(AuditEntry entry);

  /** What the actor may read: all for those who see everything, else their teams' lines. */
  Page<AuditRecord> list(Actor actor, AuditQuery query);
}
