package io.meshwork.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** The key that signs tokens, kept so that sessions outlive a restart. */
final class IssuerKey {
  private IssuerKey() {}

  /** Reads the key; makes it when there is none. */
  static RSAKey kept(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        RSAKey made =
            new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyIDFromThumbprint(true).generate();
        PrivateFiles.write(file, made.toJSONString());
      }
      return RSAKey.parse(Files.readString(file));
    } catch (ParseException | JOSEException e) {
      throw new LocalException(
          file + " is no signing key; delete it, and a new one is made: " + e.getMessage(), e);
    }
  }
}
