package io.meshwork.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares passwords as they stand in the world's file. They are random and of 160 bits: hashing
 * them would only slow each start down.
 */
final class PlainPasswords implements PasswordEncoder {
  @Override
  public @Nullable String encode(@Nullable CharSequence rawPassword) {
    return rawPassword == null ? null : rawPassword.toString();
  }

  @Override
  public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
    return rawPassword != null
        && encodedPassword != null
        && MessageDigest.isEqual(
            rawPassword.toString().getBytes(StandardCharsets.UTF_8),
            encodedPassword.getBytes(StandardCharsets.UTF_8));
  }
}
