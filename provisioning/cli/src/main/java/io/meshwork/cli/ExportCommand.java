package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = "Prints everything that you see as documents; its head says what is not in it.")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "yaml",
      description = "yaml or json.")
  private Output output = Output.YAML;

  enum Output {
    YAML,
    JSON
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = connection.open()) {
      spec.commandLine()
          .getOut()
          .print(
              client
                  .send(
                      "GET",
                      "/api/v1/export",
                      null,
                      Map.of(
                          "Accept",
                          output == Output.YAML ? "application/yaml" : "application/json"))
                  .body());
      return ExitCode.DONE;
    }
  }
}
