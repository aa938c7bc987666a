package io.meshwork.controlplane.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.meshwork.model.MeshException;
import java.security.Key;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Proves tokens of the configured issuer: an asymmetric signature by one of its keys, issuer,
 * audience, subject, an end in the future and no beginning there, with 30 seconds of leeway.
 */
@Component
class IssuerTokens {
  private static final int LEEWAY_SECONDS = 30;
  private static final int MAX_LENGTH = 16 * 1024;
  private static final long KEYS_KEPT_WITHOUT_ISSUER_MILLIS = 3_600_000;

  private final IssuerKeySet keySet;
  private final @Nullable DefaultJWTProcessor<SecurityContext> processor;

  IssuerTokens(OidcProperties properties) {
    String issuer = properties.issuer();
    this.keySet = new IssuerKeySet(issuer == null ? "" : issuer, properties.jwkSetUri());
    this.processor = issuer == null ? null : processor(properties, issuer, keySet);
  }

  /**
   * The claims of a token.
   *
   * @throws MeshException {@link AccessError#UNAUTHENTICATED} saying what is wrong with it, {@link
   *     AccessError#ISSUER_UNREACHABLE}
   */
  Map<String, Object> claims(String token) {
    if (processor == null) {
      throw refused("no issuer of tokens is configured here; use an API key");
    }
    if (token.length() > MAX_LENGTH) {
      throw refused("it is too long");
    }
    try {
      return processor.process(SignedJWT.parse(token), null).getClaims();
    } catch (ExpiredJWTException _) {
      throw refused("it has expired");
    } catch (ParseException _) {
      throw refused("it is not a signed JWT");
    } catch (BadJOSEException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (KeySourceException e) {
      if (e instanceof JWKSetUnavailableException || keySet.isFailing()) {
        throw new MeshException(
            AccessError.ISSUER_UNREACHABLE,
            "The issuer's keys cannot be read now, so the token cannot be checked; try again in a moment.",
            e);
      }
      throw refused("it is signed with a key that the issuer does not have");
    } catch (JOSEException _) {
      throw refused("its signature cannot be checked");
    }
  }

  private static MeshException refused(String why) {
    return new MeshException(
        AccessError.UNAUTHENTICATED, "The bearer token is not valid: %s.".formatted(why));
  }

  private static DefaultJWTProcessor<SecurityContext> processor(
      OidcProperties properties, String issuer, IssuerKeySet keySet) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.create(keySet)
            .retrying(true)
            .outageTolerant(KEYS_KEPT_WITHOUT_ISSUER_MILLIS)
            .build();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new Keys(keys));
    processor.setJWSVerifierFactory(new Ed25519Keys());
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            properties.audience(),
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "exp"));
    claims.setMaxClockSkew(LEEWAY_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  /** Chooses among the issuer's keys, Ed25519 ones too. Symmetric algorithms are not taken. */
  private static final class Keys extends JWSVerificationKeySelector<SecurityContext> {
    Keys(JWKSource<SecurityContext> source) {
      super(algorithms(), source);
    }

    private static Set<JWSAlgorithm> algorithms() {
      Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.RSA);
      all.addAll(JWSAlgorithm.Family.EC);
      all.addAll(Ed25519Keys.ALGORITHMS);
      return all;
    }

    @Override
    public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
        throws KeySourceException {
      if (!Ed25519Keys.ALGORITHMS.contains(header.getAlgorithm())) {
        return super.selectJWSKeys(header, context);
      }
      JWKMatcher matcher =
          new JWKMatcher.Builder().keyType(KeyType.OKP).keyID(header.getKeyID()).build();
      List<Key> keys = new ArrayList<>();
      for (var jwk : getJWKSource().get(new JWKSelector(matcher), context)) {
        Ed25519Keys.publicKey((OctetKeyPair) jwk).ifPresent(keys::add);
      }
      return keys;
    }
  }
}
