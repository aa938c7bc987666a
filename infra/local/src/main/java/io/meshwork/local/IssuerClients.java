package io.meshwork.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Who may ask the issuer for tokens: the console, for people who log in in a browser, and each
 * person directly by name and password (client credentials), for command lines and tests.
 */
final class IssuerClients {
  /** The console's client id. */
  static final String CONSOLE = "meshwork-console";

  /** The console's registration, which is the last part of its redirect address. */
  private static final String REGISTRATION = "meshwork";

  private IssuerClients() {}

  static List<RegisteredClient> of(WorldSecrets secrets, int consolePort) {
    List<RegisteredClient> clients = new ArrayList<>();
    clients.add(console(secrets, consolePort));
    secrets.users().forEach(user -> clients.add(person(user)));
    return clients;
  }

  private static RegisteredClient console(WorldSecrets secrets, int port) {
    return RegisteredClient.withId(CONSOLE)
        .clientId(CONSOLE)
        .clientName("Meshwork console")
        .clientSecret(secrets.issuerClient())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .redirectUri("http://localhost:" + port + "/login/oauth2/code/" + REGISTRATION)
        .redirectUri("http://127.0.0.1:" + port + "/login/oauth2/code/" + REGISTRATION)
        .postLogoutRedirectUri("http://localhost:" + port)
        .postLogoutRedirectUri("http://localhost:" + port + "/")
        .postLogoutRedirectUri("http://127.0.0.1:" + port)
        .postLogoutRedirectUri("http://127.0.0.1:" + port + "/")
        .scopes(scopes -> scopes.addAll(List.of("openid", "profile", "email")))
        .clientSettings(
            ClientSettings.builder()
                .requireAuthorizationConsent(false)
                .requireProofKey(true)
                .build())
        .tokenSettings(lasting(Duration.ofHours(1)))
        .build();
  }

  private static RegisteredClient person(WorldUser user) {
    return RegisteredClient.withId(user.name())
        .clientId(user.name())
        .clientName(user.fullName())
        .clientSecret(user.password())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenSettings(lasting(Duration.ofHours(8)))
        .build();
  }

  private static TokenSettings lasting(Duration accessToken) {
    return TokenSettings.builder()
        .accessTokenTimeToLive(accessToken)
        .refreshTokenTimeToLive(Duration.ofHours(12))
        .build();
  }
}
