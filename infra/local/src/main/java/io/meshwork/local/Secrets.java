package io.meshwork.local;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Where random passwords come from. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 160 random bits in hexadecimal. */
  public static String random() {
    return hexadecimal(20);
  }

  /** 256 random bits in hexadecimal, as an API key has. */
  static String key() {
    return hexadecimal(32);
  }

  private static String hexadecimal(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
