package io.meshwork.controlplane.access;

import io.meshwork.model.MeshException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.stereotype.Component;

/** The actor that the calling thread's security context speaks of. */
@Component
class SessionActor implements CurrentActor {
  private final Actors actors;

  SessionActor(Actors actors) {
    this.actors = actors;
  }

  @Override
  public Actor require() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    Object principal = authentication == null ? null : authentication.getPrincipal();
    return switch (principal) {
      case Actor actor -> actor;
      case ClaimAccessor token -> actors.fromClaims(token.getClaims());
      case null, default ->
          throw new MeshException(AccessError.UNAUTHENTICATED, "Nobody is signed in.");
    };
  }
}
