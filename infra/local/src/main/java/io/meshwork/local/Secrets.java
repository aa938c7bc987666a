package io.meshwork.local;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Where random passwords come from. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 160 random bits in hexadecimal. */
  public static String random() {
    byte[] bytes = new byte[20];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
