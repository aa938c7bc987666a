package io.meshwork.transport.spi;

import io.meshwork.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resolves references to secrets in the process that connects. Values are never logged or kept. */
@FunctionalInterface
public interface Secrets {
  /** The secret, or {@link TransportError#SECRET_NOT_FOUND} naming the reference. */
  String resolve(SecretReference reference);

  /** From this process's environment and files. */
  static Secrets ofThisProcess() {
    return reference ->
        switch (reference) {
          case SecretReference.Variable(String name) -> {
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
              throw new MeshException(
                  TransportError.SECRET_NOT_FOUND,
                  "Environment variable '%s' is not set for this process; set it where the process starts."
                      .formatted(name));
            }
            yield value;
          }
          case SecretReference.File(String path) -> {
            try {
              yield Files.readString(Path.of(path)).stripTrailing();
            } catch (IOException e) {
              throw new MeshException(
                  TransportError.SECRET_NOT_FOUND,
                  "Secret file '%s' cannot be read by this process.".formatted(path),
                  e);
            }
          }
        };
  }
}
