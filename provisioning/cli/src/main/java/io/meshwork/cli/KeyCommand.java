package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "key",
    description =
        "Makes an API key of an application. Its secret is shown, or written to a file, this once.")
final class KeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "Whose.")
  private String application = "";

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is for.")
  private String name = "";

  @Option(
      names = "--scope",
      required = true,
      split = ",",
      paramLabel = "SCOPE",
      description = "read, register, approve, plan, apply, publish, registry; comma-separated.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write it here, readable by you alone, instead of showing it.")
  private @Nullable Path to;

  @Override
  public Integer call() {
    ObjectNode request = MeshJson.mapper().createObjectNode().put("label", name);
    scopes.forEach(request.putArray("scopes")::add);
    try (ControlPlaneClient client = connection.open();
        SecretFile file = SecretFile.open(to, spec.commandLine().getOut())) {
      String keys = "/api/v1/applications/" + application + "/keys";
      JsonNode issued = MeshJson.tree(client.post(keys, request.toString()).body());
      try {
        file.give(issued.path("secret").asString(""), "Key");
      } catch (UncheckedIOException e) {
        String id = issued.path("key").path("id").asString("");
        client.send("DELETE", keys + "/" + id, null, Map.of());
        throw new MeshException(
            ApiError.REQUEST_REFUSED,
            "'%s' cannot be written, so the key was taken back. Make it again with another --to."
                .formatted(to),
            e);
      }
      return ExitCode.DONE;
    }
  }
}
