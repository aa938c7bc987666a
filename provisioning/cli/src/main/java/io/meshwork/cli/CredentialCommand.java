package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "credential",
    description =
        "Makes, or makes anew, an application's credential on a broker. The secret is shown, or written to a file, this once.")
final class CredentialCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "Whose.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "BROKER", description = "Where.")
  private String broker = "";

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write it here, readable by you alone, instead of showing it.")
  private @Nullable Path to;

  @Override
  public Integer call() {
    try (ControlPlaneClient client = connection.open()) {
      JsonNode made =
          MeshJson.tree(
              client
                  .post(
                      "/api/v1/applications/" + application + "/credentials",
                      MeshJson.mapper().createObjectNode().put("broker", broker).toString())
                  .body());
      SecretFile.give(
          made.path("secret").asString(""),
          to,
          "Credential of principal " + made.path("principal").asString(""),
          spec.commandLine().getOut());
      return ExitCode.DONE;
    }
  }
}
