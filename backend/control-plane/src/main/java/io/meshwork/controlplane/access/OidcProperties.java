package io.meshwork.controlplane.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are taken and what they say.
 *
 * @param issuer the {@code iss} claim, exactly; absent: no tokens are taken
 * @param jwkSetUri where its keys are; absent: found by OpenID discovery
 * @param audience what {@code aud} must contain; required with an issuer
 * @param nameClaim the claim that names the person to others
 * @param rolesClaim dotted path of the claim that lists roles in the mesh
 * @param rolePattern how an entry of it names a role: {@code {role}} stands for it
 * @param teamsClaim dotted path of the claim that lists teams
 * @param teamPattern how an entry of it names a team and a role, such as {@code mesh-{team}-{role}}
 */
@ConfigurationProperties("meshwork.oidc")
record OidcProperties(
    @Nullable String issuer,
    @Nullable String jwkSetUri,
    @Nullable String audience,
    @DefaultValue("name") String nameClaim,
    @DefaultValue("roles") String rolesClaim,
    @DefaultValue("{role}") String rolePattern,
    @DefaultValue("teams") String teamsClaim,
    @DefaultValue("{team}:{role}") String teamPattern) {
  OidcProperties {
    issuer = blankToNull(issuer);
    jwkSetUri = blankToNull(jwkSetUri);
    audience = blankToNull(audience);
    if (issuer != null && audience == null) {
      throw new IllegalArgumentException(
          "MESHWORK_OIDC_ISSUER is set but MESHWORK_OIDC_AUDIENCE is not: without it, tokens made for other programs would be taken. Set it to this installation's audience.");
    }
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }
}
