package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Hands a secret over once: to the terminal, or into a file that only its owner reads. */
final class SecretFile {
  private SecretFile() {}

  static void give(String secret, @Nullable Path to, String what, PrintWriter out) {
    if (to == null) {
      out.println(secret);
      return;
    }
    try {
      Path parent = to.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.deleteIfExists(to);
      Files.createFile(
          to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(to, secret + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "%s was made, but '%s' cannot be written; make it again with another --to."
              .formatted(what, to),
          e);
    }
    out.printf("%s written to %s.%n", what, to);
  }
}
