package io.meshwork.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed OpenAPI document is what the server says. After a wanted change, write it anew with
 * {@code -Dopenapi.update=true}.
 */
class OpenApiIT extends ServerFixture {
  private static final String FILE = "docs/reference/openapi.json";

  @Test
  void theCommittedDocumentIsTheServers() throws IOException {
    String served = get(Who.NOBODY, "/v3/api-docs").body().strip() + "\n";
    Path file = root().resolve(FILE);
    if (Boolean.getBoolean("openapi.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, served);
    }

    assertThat(served).isEqualTo(Files.readString(file));
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    var ids =
        Operations.of(get(Who.NOBODY, "/v3/api-docs").json()).stream().map(Operations::id).toList();

    assertThat(ids).doesNotHaveDuplicates().doesNotContain("").contains("putEventType", "getMe");
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      at = at.getParent();
    }
    return at;
  }
}
