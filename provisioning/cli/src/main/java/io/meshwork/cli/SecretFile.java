package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Hands a secret over once: to the terminal, or into a file that only its owner reads. The file's
 * place is tried before the secret is made; until then a file that is there stays as it is.
 */
final class SecretFile implements AutoCloseable {
  private final @Nullable Path to;
  private final @Nullable Path part;
  private final PrintWriter out;

  private SecretFile(@Nullable Path to, @Nullable Path part, PrintWriter out) {
    this.to = to;
    this.part = part;
    this.out = out;
  }

  /**
   * Makes sure that a secret can be handed over.
   *
   * @param to the file, {@code null}: the terminal
   */
  static SecretFile open(@Nullable Path to, PrintWriter out) {
    if (to == null) {
      return new SecretFile(null, null, out);
    }
    try {
      Path file = to.toAbsolutePath();
      Path parent = file.getParent();
      if (Files.isDirectory(file) || parent == null) {
        throw unwritable(to, "it is a folder", null);
      }
      Files.createDirectories(parent);
      return new SecretFile(
          file,
          Files.createTempFile(
              parent,
              ".secret-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
          out);
    } catch (IOException e) {
      throw unwritable(to, e.toString(), e);
    }
  }

  private static MeshException unwritable(Path to, String why, @Nullable IOException cause) {
    String message =
        "'%s' cannot be written: %s. Nothing was made; name another file with --to."
            .formatted(to, why);
    return cause == null
        ? new MeshException(ApiError.REQUEST_REFUSED, message)
        : new MeshException(ApiError.REQUEST_REFUSED, message, cause);
  }

  /** Hands it over, as {@link #give(String, String, Path)} does, at the place that was tried. */
  void give(String secret, String what) {
    give(secret, what, to);
  }

  /**
   * Hands it over.
   *
   * @param place a file in the folder that was tried, {@code null}: the terminal
   * @throws UncheckedIOException the file cannot be written after all
   */
  void give(String secret, String what, @Nullable Path place) {
    if (place == null || part == null) {
      out.println(secret);
      return;
    }
    try {
      Files.writeString(part, secret + "\n");
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.printf("%s written to %s.%n", what, place);
  }

  @Override
  public void close() {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
