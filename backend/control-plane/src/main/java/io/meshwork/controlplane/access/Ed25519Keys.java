package io.meshwork.controlplane.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Ed25519 by the JDK alone: the JOSE library would need another one for it. */
final class Ed25519Keys extends DefaultJWSVerifierFactory {
  /** Its names in a token's header. */
  static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  /** The key as the JDK knows it, empty for one of another curve or none at all. */
  static Optional<PublicKey> publicKey(OctetKeyPair jwk) {
    if (!Curve.Ed25519.equals(jwk.getCurve())) {
      return Optional.empty();
    }
    try {
      return Optional.of(decode(jwk));
    } catch (GeneralSecurityException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static PublicKey decode(OctetKeyPair jwk) throws GeneralSecurityException {
    byte[] littleEndian = jwk.getDecodedX();
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    Set<JWSAlgorithm> all = new HashSet<>(super.supportedJWSAlgorithms());
    all.addAll(ALGORITHMS);
    return all;
  }

  @Override
  public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
    return key instanceof EdECPublicKey ed
        ? new Verifier(ed, getJCAContext())
        : super.createJWSVerifier(header, key);
  }

  private record Verifier(EdECPublicKey key, JCAContext context) implements JWSVerifier {
    @Override
    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
        throws JOSEException {
      try {
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(key);
        ed25519.update(input);
        return ed25519.verify(signature.decode());
      } catch (GeneralSecurityException e) {
        throw new JOSEException("The signature cannot be checked", e);
      }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return ALGORITHMS;
    }

    @Override
    public JCAContext getJCAContext() {
      return context;
    }
  }
}
