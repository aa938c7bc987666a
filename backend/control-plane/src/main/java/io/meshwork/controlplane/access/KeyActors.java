package io.meshwork.controlplane.access;

import io.meshwork.model.MeshException;
import org.springframework.stereotype.Component;

/** Whose a key is: from a file, or from the store. */
@Component
class KeyActors {
  private static final int MAX_LENGTH = 512;

  private final BootstrapKeys bootstrap;
  private final StoredKeys stored;

  KeyActors(BootstrapKeys bootstrap, StoredKeys stored) {
    this.bootstrap = bootstrap;
    this.stored = stored;
  }

  /** The actor, or {@link AccessError#UNAUTHENTICATED} without saying whether it ever was one. */
  Actor actor(String secret) {
    if (secret.isBlank() || secret.length() > MAX_LENGTH) {
      throw refused();
    }
    byte[] hash = KeyHashes.of(secret);
    return bootstrap.actor(hash).or(() -> stored.actor(hash)).orElseThrow(KeyActors::refused);
  }

  private static MeshException refused() {
    return new MeshException(
        AccessError.UNAUTHENTICATED,
        "This API key is not valid: it is unknown, revoked or expired.");
  }
}
