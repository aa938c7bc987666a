package io.meshwork.controlplane.access;

/**
 * A key just made.
 *
 * @param key what is kept
 * @param secret the whole key as callers send it; shown this once, kept nowhere
 */
public record IssuedKey(ApiKey key, String secret) {
  @Override
  public String toString() {
    return "IssuedKey[key=" + key + ", secret=…]";
  }
}
