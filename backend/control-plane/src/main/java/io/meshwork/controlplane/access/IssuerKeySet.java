package io.meshwork.controlplane.access;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The issuer's keys, fetched when first needed: the server starts without its issuer. Their address
 * is configured, or read from the issuer's discovery document, whose issuer must be the same.
 */
final class IssuerKeySet implements JWKSetSource<SecurityContext> {
  private static final int TIMEOUT_MILLIS = 3000;
  private static final int MAX_BYTES = 512 * 1024;

  private final DefaultResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
  private final String issuer;
  private volatile @Nullable String address;
  private volatile boolean failing;

  IssuerKeySet(String issuer, @Nullable String address) {
    this.issuer = issuer;
    this.address = address;
  }

  /** Whether the last look found no keys. */
  boolean isFailing() {
    return failing;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws JWKSetUnavailableException {
    try {
      JWKSet keys = JWKSet.parse(get(address()));
      failing = false;
      return keys;
    } catch (IOException | ParseException | JacksonException | IllegalArgumentException e) {
      failing = true;
      throw new JWKSetUnavailableException("The issuer's keys cannot be read", e);
    }
  }

  private String address() throws IOException {
    String known = address;
    if (known == null) {
      String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
      JsonNode document =
          MeshJson.mapper().readTree(get(base + "/.well-known/openid-configuration"));
      if (!document.path("issuer").asString("").equals(issuer)) {
        throw new IOException("The discovery document names another issuer");
      }
      known = document.path("jwks_uri").asString("");
      address = known;
    }
    return known;
  }

  private String get(String uri) throws IOException {
    return http.retrieveResource(URI.create(uri).toURL()).getContent();
  }

  @Override
  public void close() {
    // Holds no connections.
  }
}
