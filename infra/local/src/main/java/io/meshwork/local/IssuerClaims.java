package io.meshwork.local;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Puts a person into their tokens: {@code name}, {@code email}, {@code roles} ({@code
 * ["administrator"]}) and {@code teams} ({@code ["platform:owner"]}); {@code sub} is the user name.
 * Access tokens are for the audience {@code meshwork}, ID tokens for the client that asked.
 */
final class IssuerClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
  /** Whom access tokens are for. */
  static final String AUDIENCE = "meshwork";

  private final Map<String, WorldUser> users;

  IssuerClaims(List<WorldUser> users) {
    this.users =
        users.stream().collect(Collectors.toUnmodifiableMap(WorldUser::name, Function.identity()));
  }

  @Override
  public void customize(JwtEncodingContext context) {
    Authentication principal = context.getPrincipal();
    WorldUser user = principal == null ? null : users.get(principal.getName());
    if (user == null) {
      return;
    }
    context
        .getClaims()
        .claim("name", user.fullName())
        .claim("preferred_username", user.name())
        .claim("email", user.email())
        .claim("roles", user.roles())
        .claim("teams", user.teams());
    if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      context.getClaims().audience(List.of(AUDIENCE));
    }
  }
}
