package io.meshwork.transport.spi;

import io.meshwork.model.MeshException;

/** Where a secret lies; the only form in which settings hold one. */
public sealed interface SecretReference {
  /** An environment variable of the process that connects. */
  record Variable(String name) implements SecretReference {}

  /** A file on the machine that connects; a line end at its end is not part of the secret. */
  record File(String path) implements SecretReference {}

  /** Whether the text is a reference that {@link #parse} takes. */
  static boolean isReference(String text) {
    return text.matches("env:[A-Za-z_][A-Za-z0-9_]{0,127}") || text.matches("file:[^\\s].{0,1023}");
  }

  /** Reads {@code env:NAME} or {@code file:path}. */
  static SecretReference parse(String text) {
    if (!isReference(text)) {
      throw new MeshException(
          TransportError.INVALID_SETTING,
          "A secret is given as 'env:NAME' or 'file:path'; what was given is neither.");
    }
    return text.startsWith("env:")
        ? new Variable(text.substring("env:".length()))
        : new File(text.substring("file:".length()));
  }
}
