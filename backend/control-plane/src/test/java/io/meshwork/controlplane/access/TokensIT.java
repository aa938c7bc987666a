package io.meshwork.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.meshwork.controlplane.ServerFixture;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensIT extends ServerFixture {
  private static JWTClaimsSet.Builder claims() {
    return ISSUER.claims(
        "olga", Map.of("name", "Olga Owner", "teams", List.of("shop:owner", "nonsense")));
  }

  private Answer me(String token) {
    return get(Who.token(token), "/api/v1/me");
  }

  private void refused(String token) {
    Answer answer = me(token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    assertThat(answer.response().headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(answer.response().headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void tokensOfEveryAsymmetricKeyTypeAreTaken() {
    for (String token :
        List.of(
            ISSUER.es256(claims().build()),
            ISSUER.rs256(claims().build()),
            ISSUER.ed25519(claims().build()))) {
      Answer answer = me(token);

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().path("displayName").asString()).isEqualTo("Olga Owner");
      assertThat(answer.json().at("/teams/shop").asString()).isEqualTo("owner");
    }
  }

  @Test
  void tokensForOthersOrOfOthersAreRefused() throws Exception {
    refused(ISSUER.es256(claims().audience("another-program").build()));
    refused(ISSUER.es256(claims().audience(List.of()).build()));
    refused(ISSUER.es256(claims().issuer("https://other.example").build()));
    refused(
        ISSUER.es256(
            claims().build(), new ECKeyGenerator(Curve.P_256).keyID("other").generate(), "other"));
    refused(
        ISSUER.es256(
            claims().build(), new ECKeyGenerator(Curve.P_256).keyID("ec").generate(), "ec"));
  }

  @Test
  void tokensOfAnotherTimeAreRefused() {
    Date hourAgo = Date.from(Instant.now().minusSeconds(3600));
    Date inAnHour = Date.from(Instant.now().plusSeconds(3600));

    refused(ISSUER.es256(claims().expirationTime(hourAgo).build()));
    refused(ISSUER.es256(claims().expirationTime(null).build()));
    refused(ISSUER.es256(claims().notBeforeTime(inAnHour).build()));
  }

  @Test
  void unsignedSymmetricAndMangledTokensAreRefused() throws Exception {
    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims().build());
    symmetric.sign(new MACSigner(ISSUER.rsaKey().toRSAPublicKey().getEncoded()));
    String good = ISSUER.es256(claims().build());

    refused(new PlainJWT(claims().build()).serialize());
    refused(symmetric.serialize());
    refused(good.substring(0, good.length() - 8) + "AAAAAAAA");
    refused("not-a-token");
    refused("");
  }

  @Test
  void nobodyIsToldToSignInAndNeverRedirected() {
    Answer answer = get(Who.NOBODY, "/api/v1/teams");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.json().path("traceId").asString()).hasSize(32);
  }

  @Test
  void healthIsOpenAndBareAndTheScrapeIsNot() {
    assertThat(get(Who.NOBODY, "/actuator/health").body()).doesNotContain("PostgreSQL");
    assertThat(get(Who.NOBODY, "/actuator/health").status()).isEqualTo(200);
    assertThat(get(Who.NOBODY, "/actuator/prometheus").status()).isEqualTo(401);
    assertThat(get(person("rita", "shop:reader"), "/actuator/prometheus").status()).isEqualTo(403);
    assertThat(get(role("operator"), "/actuator/prometheus").status()).isEqualTo(200);
  }

  @Test
  void twoCredentialsAtOnceAreRefused() {
    Answer answer = send(Who.ADMIN, "GET", "/api/v1/me", null, "Authorization", "Bearer something");

    assertThat(answer.status()).isEqualTo(401);
  }
}
