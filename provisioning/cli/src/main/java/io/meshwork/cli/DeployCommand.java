package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "deploy", description = "Applies exactly this plan, and follows it to its end.")
final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private Deploying deploying = new Deploying();

  @Parameters(paramLabel = "PLAN", description = "A plan's id, as mesh plan printed it.")
  private UUID plan;

  @Override
  public Integer call() {
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh deploy");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(() -> deploying.run(client, plan, printer));
    }
  }
}
