package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.MeshJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The committed OpenAPI document is the whole server's. */
class OpenApiIT {
  private static final String FILE = "docs/reference/openapi.json";

  @Test
  void theCommittedDocumentIsTheWholeServers() {
    try (ServerOfTests server = new ServerOfTests("--mesh.console.enabled=false")) {
      String served = server.get("/v3/api-docs").body().strip() + "\n";

      List<String> ids = ids(MeshJson.tree(served));
      assertThat(ids)
          .doesNotHaveDuplicates()
          .allMatch(id -> id.matches("[a-z][A-Za-z]+"), "is words, without a number behind")
          .contains("putEventType", "computePlan", "startDeployment", "readManifest");
      assertThat(ids).hasSameSizeAs(RestOperations.of(server.context()));
      Committed.check(FILE, served);
    }
  }

  private static List<String> ids(JsonNode document) {
    List<String> ids = new ArrayList<>();
    for (JsonNode path : document.path("paths")) {
      for (JsonNode operation : path) {
        ids.add(operation.path("operationId").asString(""));
      }
    }
    return ids;
  }
}
