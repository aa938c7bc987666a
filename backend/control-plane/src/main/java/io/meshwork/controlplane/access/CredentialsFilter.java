package io.meshwork.controlplane.access;

import io.meshwork.controlplane.web.Problems;
import io.meshwork.model.MeshException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the actor of a request: {@code X-Api-Key}, {@code Authorization: Bearer}, and for the
 * schema registry HTTP Basic with the key as password. Without any of them the request goes on as
 * nobody's; with one that is not valid it ends here. Cookies are not looked at.
 */
final class CredentialsFilter extends OncePerRequestFilter {
  private static final String KEY_HEADER = "X-Api-Key";
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final KeyActors keys;
  private final IssuerTokens tokens;
  private final Actors actors;
  private final Problems problems;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();

  CredentialsFilter(KeyActors keys, IssuerTokens tokens, Actors actors, Problems problems) {
    this.keys = keys;
    this.tokens = tokens;
    this.actors = actors;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      Optional<Actor> actor = actor(request);
      if (actor.isPresent()) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ActorToken(actor.get()));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
      }
    } catch (MeshException e) {
      Challenges.add(e.code(), response);
      problems.write(e, request, response);
      return;
    } catch (DataAccessException | TransactionException e) {
      logger.error("No database", e);
      problems.write(Challenges.storeUnavailable(e), request, response);
      return;
    }
    chain.doFilter(request, response);
  }

  private Optional<Actor> actor(HttpServletRequest request) {
    String key = request.getHeader(KEY_HEADER);
    String authorization = request.getHeader("Authorization");
    if (key != null && authorization != null) {
      throw new MeshException(
          AccessError.UNAUTHENTICATED,
          "The request has both 'X-Api-Key' and 'Authorization'; send one.");
    }
    if (key != null) {
      return Optional.of(keys.actor(key));
    }
    if (authorization == null) {
      return Optional.empty();
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String token = authorization.substring(BEARER.length()).strip();
      return Optional.of(actors.fromClaims(tokens.claims(token)));
    }
    if (request.getRequestURI().startsWith("/registry/")
        && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.of(keys.actor(password(authorization.substring(BASIC.length()))));
    }
    throw new MeshException(
        AccessError.UNAUTHENTICATED,
        "This kind of 'Authorization' is not taken here; send 'Bearer' with a token, or 'X-Api-Key'.");
  }

  private static String password(String basic) {
    String pair = decode(basic.strip());
    int colon = pair == null ? -1 : pair.indexOf(':');
    if (pair == null || colon < 0) {
      throw new MeshException(
          AccessError.UNAUTHENTICATED, "The 'Authorization' header is not well formed.");
    }
    return pair.substring(colon + 1);
  }

  private static @Nullable String decode(String basic) {
    try {
      return new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
