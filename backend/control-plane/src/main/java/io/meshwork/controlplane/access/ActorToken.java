package io.meshwork.controlplane.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** An actor as Spring Security carries one. Holds no credentials. */
final class ActorToken extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient Actor actor;

  ActorToken(Actor actor) {
    super(List.of());
    this.actor = actor;
    setAuthenticated(true);
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Actor getPrincipal() {
    return actor;
  }

  @Override
  public String getName() {
    return actor.subject();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActorToken token && token.actor.equals(actor);
  }

  @Override
  public int hashCode() {
    return actor.hashCode();
  }
}
