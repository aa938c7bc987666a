package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "take-over",
    description = "Moves a resource into a set of its team's, or out of any; for owners.")
final class TakeOverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "KIND/NAME", description = "What to move.")
  private String resource = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SET",
      description = "The set that manages it from now on; without it, none.")
  private @Nullable String set;

  @Override
  public Integer call() {
    ResourceArgument argument = ResourceArgument.parse(resource);
    try (ControlPlaneClient client = connection.open()) {
      client.post(
          "/api/v1/%s/%s:take-over".formatted(argument.kind().path(), argument.name()),
          MeshJson.mapper().createObjectNode().put("set", set).toString());
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s %s is managed by %s.%n",
            argument.kind().word(), argument.name(), set == null ? "no set" : "set " + set);
    return ExitCode.DONE;
  }
}
