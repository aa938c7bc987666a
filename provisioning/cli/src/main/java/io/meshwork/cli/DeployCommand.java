package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "deploy", description = "Applies exactly this plan, and follows it to its end.")
final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private Deploying deploying = new Deploying();
  @Mixin private AllowanceOptions allowances = new AllowanceOptions();

  @Parameters(paramLabel = "PLAN", description = "A plan's id, as mesh plan printed it.")
  private UUID plan;

  @Override
  public Integer call() {
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh deploy");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(
          () -> {
            if (!allowances.isGiven()) {
              return deploying.run(client, plan, printer);
            }
            PlanDocument allowed = allowed(client);
            if (allowed.state() == PlanDocument.State.READY) {
              printer.before(allowed);
              return deploying.run(client, allowed.id(), printer);
            }
            printer.plan(allowed);
            return ExitCode.of(allowed);
          });
    }
  }

  /** The plan of the same scope with what is allowed: allowing makes another plan. */
  private PlanDocument allowed(ControlPlaneClient client) {
    PlanDocument given = client.get("/api/v1/plans/" + plan).as(PlanDocument.class);
    if (!given.notes().isEmpty() || given.undoes() != null) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "Plan '%s' does more than its scope says: give --force and --adopt to the command that made it, and deploy that plan."
              .formatted(plan));
    }
    ObjectNode request = MeshJson.mapper().createObjectNode();
    request.set("scope", MeshJson.toTree(given.scope()));
    request.set("allowances", MeshJson.toTree(allowances.read()));
    return client.post("/api/v1/plans", request.toString()).as(PlanDocument.class);
  }
}
