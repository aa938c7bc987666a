package io.meshwork.controlplane.access;

import io.meshwork.controlplane.web.Problems;
import io.meshwork.model.MeshException;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

/**
 * The first security chain: programs' addresses. Stateless; answers problem documents, never a
 * redirect. Health is open and bare, the scrape is for whoever sees everything and for keys that
 * may read. What an actor may do is decided further in, by {@link Permissions}.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
  @Bean
  @Order(1)
  SecurityFilterChain apiChain(
      HttpSecurity http, KeyActors keys, IssuerTokens tokens, Actors actors, Problems problems) {
    http.securityMatcher("/api/**", "/registry/**", "/actuator/**", "/v3/api-docs/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .requestCache(RequestCacheConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .securityContext(
            c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .addFilterBefore(
            new CredentialsFilter(keys, tokens, actors, problems), AuthorizationFilter.class)
        .authorizeHttpRequests(
            all ->
                all.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers("/actuator/health/**", "/v3/api-docs/**")
                    .permitAll()
                    .requestMatchers("/actuator/**")
                    .access((who, _) -> new AuthorizationDecision(mayScrape(who.get())))
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(
            errors ->
                errors
                    .authenticationEntryPoint(
                        (request, response, _) -> {
                          MeshException missing = Challenges.missing();
                          Challenges.add(missing.code(), response);
                          problems.write(missing, request, response);
                        })
                    .accessDeniedHandler(
                        (request, response, _) ->
                            problems.write(
                                new MeshException(AccessError.FORBIDDEN, "You may not read this."),
                                request,
                                response)));
    return http.build();
  }

  private static boolean mayScrape(@Nullable Authentication who) {
    if (who == null || !(who.getPrincipal() instanceof Actor actor)) {
      return false;
    }
    return actor.seesEverything()
        || (actor.holder() instanceof Actor.Holder.Application key
            && key.scopes().contains(Scope.READ));
  }
}
