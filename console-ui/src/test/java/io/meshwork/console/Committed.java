package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Generated files that are committed: what they say must be what is. */
final class Committed {
  private static final String UPDATE = "reference.update";

  private Committed() {}

  /** Fails where the committed file differs, and says how to write it anew. */
  static void check(String file, String generated) {
    Path path = root().resolve(file);
    try {
      if (Boolean.getBoolean(UPDATE)) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, generated);
      }
      assertThat(Files.exists(path) ? Files.readString(path) : "")
          .as(
              """
              %s is generated and differs from what the server says. Look at the difference; if it \
              is wanted, write the file anew with

                mvn -pl console-ui -am verify -Dgates.skip=true -D%s=true -Dtest=NoSuch \
              -Dit.test='OpenApiIT,PermissionTableIT,ReferencePagesIT' \
              -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
              """,
              file, UPDATE)
          .isEqualTo(generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The top of the sources. */
  static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      at = at.getParent();
    }
    return at;
  }
}
