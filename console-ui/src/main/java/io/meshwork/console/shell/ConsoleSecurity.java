package io.meshwork.console.shell;

import static com.vaadin.flow.spring.security.VaadinSecurityConfigurer.vaadin;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The chain of the console: log-in by the configured OIDC issuer, a session cookie, CSRF. It comes
 * after the control plane's stateless chain, which takes {@code /api}, {@code /registry} and {@code
 * /actuator}.
 */
@Configuration
@ConditionalOnProperty(name = "mesh.console.enabled", matchIfMissing = true)
class ConsoleSecurity {
  private static final int AFTER_API = 100;
  private static final String LOGIN = "/oauth2/authorization/meshwork";

  @Bean
  @Order(AFTER_API)
  SecurityFilterChain consoleChain(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(
        requests ->
            requests.requestMatchers("/css/**", "/icons/**", "/js/**", "/webjars/**").permitAll());
    return http.with(vaadin(), console -> console.oauth2LoginPage(LOGIN, "{baseUrl}/signed-out"))
        .build();
  }
}
