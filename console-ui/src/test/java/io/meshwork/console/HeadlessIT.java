package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadlessIT {
  private static final String KEY = "administrator-of-the-headless-test";

  @Test
  void anAddressOfTheApiThatIsNotThereIsNotTheConsolesPage(@TempDir Path folder)
      throws IOException {
    Path key = Files.writeString(folder.resolve("admin"), KEY);
    try (ServerOfTests server = new ServerOfTests("--meshwork.bootstrap.admin-key-file=" + key)) {
      for (String path : List.of("/api/v1/nothing", "/api/v2", "/api/v1/teams/a/b/c")) {
        var answer = server.get(path, "X-Api-Key", KEY);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(answer.body()).contains("UNKNOWN_PATH", path);
      }
      assertThat(server.send("PATCH", "/api/v1/teams/a", "{}", "X-Api-Key", KEY))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(405));
    }
  }

  @Test
  void servesProgramsAndNoConsole() {
    try (ServerOfTests server = new ServerOfTests("--mesh.console.enabled=false")) {
      assertThat(server.get("/actuator/health").statusCode()).isEqualTo(200);
      assertThat(server.get("/api/v1/me").statusCode()).isEqualTo(401);
      assertThat(server.get("/").statusCode()).isEqualTo(404);
      assertThat(server.get("/event-types").statusCode()).isEqualTo(404);
      assertThat(server.context().containsBean("consoleChain")).isFalse();
    }
  }
}
