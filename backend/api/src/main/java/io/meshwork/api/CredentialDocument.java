package io.meshwork.api;

/** A credential that a broker has just made; shown this once, kept nowhere. */
public record CredentialDocument(String broker, String principal, String secret) {
  @Override
  public String toString() {
    return "CredentialDocument[" + principal + " on " + broker + "]";
  }
}
