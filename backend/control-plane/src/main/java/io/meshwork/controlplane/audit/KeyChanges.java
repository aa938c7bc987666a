package io.meshwork.controlplane.audit;

import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.KeyChanged;
import io.meshwork.model.JsonText;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps who made and revoked keys, in the same transaction. */
@Component
class KeyChanges {
  private final AuditLog log;

  KeyChanges(AuditLog log) {
    this.log = log;
  }

  @EventListener
  void on(KeyChanged change) {
    JsonText key = new JsonText(MeshJson.write(change.key()));
    log.record(
        new AuditEntry(
            change.actor(),
            change.revoked() ? "revoke" : "issue",
            "Key",
            change.key().application() + "/" + change.key().id(),
            Set.of(change.team()),
            change.revoked() ? key : null,
            change.revoked() ? null : key,
            null));
  }
}
