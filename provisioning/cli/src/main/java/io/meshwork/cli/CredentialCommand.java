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
        "Makes, or makes anew, an application's credential on a broker. The secret is handed out this once.")
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
      description =
          "Write it here, readable by you alone; by default where publish and tail look for it.")
  private @Nullable Path to;

  @Option(names = "--show", description = "Show it, and write it nowhere.")
  private boolean show;

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
      String principal = made.path("principal").asString("");
      Path place = to != null ? to : BrokerClient.kept(broker, principal);
      SecretFile.give(
          made.path("secret").asString(""),
          show ? null : place,
          "Credential of principal " + principal,
          spec.commandLine().getOut());
      return ExitCode.DONE;
    }
  }
}
