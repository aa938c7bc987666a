package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.io.UncheckedIOException;
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
    Path given = to != null ? to : BrokerClient.kept(broker, application);
    try (ControlPlaneClient client = connection.open();
        SecretFile file = SecretFile.open(show ? null : given, spec.commandLine().getOut())) {
      JsonNode made =
          MeshJson.tree(
              client
                  .post(
                      "/api/v1/applications/" + application + "/credentials",
                      MeshJson.mapper().createObjectNode().put("broker", broker).toString())
                  .body());
      String principal = made.path("principal").asString("");
      Path place = to != null ? to : BrokerClient.kept(broker, principal);
      try {
        file.give(
            made.path("secret").asString(""),
            "Credential of principal " + principal,
            show ? null : place);
      } catch (UncheckedIOException e) {
        throw new MeshException(
            ApiError.REQUEST_REFUSED,
            "The credential was made, but '%s' cannot be written; make it anew with another --to."
                .formatted(place),
            e);
      }
      return ExitCode.DONE;
    }
  }
}
