package io.meshwork.transport.spi;

/** A principal's credential, shown once. */
public record Credential(String principal, String secret) {
  @Override
  public String toString() {
    return "Credential[" + principal + "]";
  }
}
