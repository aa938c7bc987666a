package io.meshwork.local;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/** Wires the issuer: who may log in, which clients may ask, what a token says. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(LoginPage.class)
class IssuerConfiguration {
  @Bean
  WorldSecrets worldSecrets(@Value("${issuer.world}") Path directory) throws IOException {
    return WorldSecrets.ensure(new WorldDirectory(directory));
  }

  @Bean
  @Order(1)
  SecurityFilterChain protocol(HttpSecurity http) {
    http.oauth2AuthorizationServer(
            server -> {
              http.securityMatcher(server.getEndpointsMatcher());
              server.oidc(Customizer.withDefaults());
            })
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .exceptionHandling(
            failures ->
                failures.defaultAuthenticationEntryPointFor(
                    new LoginUrlAuthenticationEntryPoint("/login"),
                    new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
    return http.build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain login(HttpSecurity http) {
    http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/login", "/login.css", "/health", "/error")
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .formLogin(form -> form.loginPage("/login").permitAll());
    return http.build();
  }

  @Bean
  UserDetailsService people(WorldSecrets secrets) {
    List<UserDetails> people =
        secrets.users().stream()
            .map(
                user ->
                    User.withUsername(user.name())
                        .password(user.password())
                        .authorities(List.of())
                        .build())
            .toList();
    return new InMemoryUserDetailsManager(people);
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return new PlainPasswords();
  }

  @Bean
  RegisteredClientRepository clients(
      WorldSecrets secrets, @Value("${issuer.console-port}") int consolePort) {
    return new InMemoryRegisteredClientRepository(IssuerClients.of(secrets, consolePort));
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims(WorldSecrets secrets) {
    return new IssuerClaims(secrets.users());
  }

  @Bean
  JWKSource<SecurityContext> signingKey(@Value("${issuer.world}") Path directory)
      throws IOException {
    return new ImmutableJWKSet<>(new JWKSet(IssuerKey.kept(directory.resolve("issuer-key.json"))));
  }

  @Bean
  AuthorizationServerSettings settings(@Value("${issuer.port}") int port) {
    return AuthorizationServerSettings.builder().issuer("http://localhost:" + port).build();
  }
}
