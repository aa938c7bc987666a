package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadlessIT {
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
