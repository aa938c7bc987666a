package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rollback",
    description = "Shows the plan that takes a deployment back; with --yes applies it.")
final class RollbackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private Deploying deploying = new Deploying();
  @Mixin private AllowanceOptions allowances = new AllowanceOptions();

  @Parameters(paramLabel = "DEPLOYMENT", description = "A deployment's id.")
  private UUID deployment;

  @Option(names = "--yes", description = "Apply it.")
  private boolean yes;

  @Override
  public Integer call() {
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh rollback");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(
          () -> {
            ObjectNode request = MeshJson.mapper().createObjectNode();
            if (allowances.isGiven()) {
              request.set("allowances", MeshJson.toTree(allowances.read()));
            }
            PlanDocument plan =
                client
                    .post(
                        "/api/v1/deployments/%s:rollback".formatted(deployment), request.toString())
                    .as(PlanDocument.class);
            boolean apply = yes && plan.state() == PlanDocument.State.READY;
            if (apply) {
              printer.before(plan);
            } else {
              printer.plan(plan);
            }
            return apply ? deploying.run(client, plan.id(), printer) : ExitCode.of(plan);
          });
    }
  }
}
